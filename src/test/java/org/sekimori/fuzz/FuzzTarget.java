package org.sekimori.fuzz;

/** Reads what a stranger may send. An exception or an error is a finding. */
@FunctionalInterface
public interface FuzzTarget {

    /** Reads one input; whatever the bytes are, it ends soon and throws nothing. */
    void run(byte[] input);
}
