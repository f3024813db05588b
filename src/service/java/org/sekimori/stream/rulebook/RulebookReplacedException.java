package org.sekimori.stream.rulebook;

/** The active rulebook is not the one any more from which a change was made; nothing was changed. */
public final class RulebookReplacedException extends IllegalStateException {

    private static final long serialVersionUID = 1L;

    /** @param active id of the rulebook that is active instead */
    public RulebookReplacedException(String active) {
        super("somebody else put rulebook " + active + " in force meanwhile; look at it and try again");
    }
}
