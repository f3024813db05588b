package org.sekimori.cli;

/** What a service says while it starts, which takes some seconds: a line for each thing that takes long. */
final class Starting {

    private Starting() {}

    static void says(String line) {
        System.out.println(line);
        System.out.flush();
    }
}
