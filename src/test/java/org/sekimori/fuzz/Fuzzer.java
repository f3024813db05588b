package org.sekimori.fuzz;

/** What Jazzer calls; {@code src/test/fuzz} names the target. */
public final class Fuzzer {

    @SuppressWarnings("NullAway.Init")
    private static FuzzTarget target;

    private Fuzzer() {}

    /**
     * Makes the target.
     *
     * @param arguments the name of its class
     */
    public static void fuzzerInitialize(String[] arguments) throws ReflectiveOperationException {
        target = make(arguments[0]);
    }

    /** Gives the target one input. */
    public static void fuzzerTestOneInput(byte[] input) {
        target.run(input);
    }

    static FuzzTarget make(String name) throws ReflectiveOperationException {
        return (FuzzTarget) Class.forName(name).getDeclaredConstructor().newInstance();
    }
}
