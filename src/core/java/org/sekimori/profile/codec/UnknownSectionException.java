package org.sekimori.profile.codec;

/** A state has a part that only a newer version knows. Written back without it, the part would be lost. */
public final class UnknownSectionException extends RuntimeException {

    private static final long serialVersionUID = 1;

    UnknownSectionException(int tag) {
        super("section " + tag);
    }
}
