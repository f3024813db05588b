package org.sekimori.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.sekimori.lab.backtest.Compressed;

/** Opens files of recorded traffic, plain or compressed with gzip or zstd. */
final class InputFile {

    /** How standard input is named. */
    static final String STANDARD_INPUT = "-";

    private InputFile() {}

    /**
     * The plain content; its buffer is a decompressor's or its own.
     *
     * @param file its name, or {@code -} for standard input
     */
    static InputStream open(String file) throws IOException {
        return Compressed.plain(raw(file));
    }

    /** The same as text in UTF-8. */
    static BufferedReader lines(String file) throws IOException {
        return new BufferedReader(new InputStreamReader(open(file), StandardCharsets.UTF_8));
    }

    /** The bytes as they are. */
    static InputStream raw(String file) throws IOException {
        if (file.equals(STANDARD_INPUT)) {
            return System.in;
        }
        if (!Files.isReadable(Path.of(file)) || Files.isDirectory(Path.of(file))) {
            throw new CommandFailed("cannot read " + file + "; name a file with one JSON event a line, or - for input");
        }
        return Files.newInputStream(Path.of(file));
    }
}
