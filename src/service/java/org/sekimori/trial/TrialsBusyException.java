package org.sekimori.trial;

/** Too many rulebooks are being tried at the moment; trying again helps. */
public final class TrialsBusyException extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    /** With the one sentence that helps. */
    public TrialsBusyException() {
        super("other rulebooks are being tried at the moment; nothing was changed, try again in a few seconds");
    }
}
