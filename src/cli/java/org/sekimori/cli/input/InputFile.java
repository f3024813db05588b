package org.sekimori.cli.input;

import java.io.BufferedReader;
import java.io.FileInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.sekimori.server.UserFacingException;
import org.sekimori.stream.files.Decompressor;
import org.sekimori.text.FileAccessDiagnosis;

/** Opens files of recorded traffic, plain or compressed with gzip or zstd. */
public final class InputFile {

    /** How standard input is named. */
    static final String STANDARD_INPUT = "-";

    private InputFile() {}

    /**
     * The plain content; its buffer is a decompressor's or its own.
     *
     * @param file its name, or {@code -} for standard input
     */
    static InputStream open(String file) throws IOException {
        return Decompressor.plain(raw(file));
    }

    /** The same as text in UTF-8, in lines of at most {@link LineChunkReader#LONGEST_LINE} octets. */
    public static BufferedReader lines(String file) throws IOException {
        return new BufferedReader(new InputStreamReader(new BoundedLines(open(file), file), StandardCharsets.UTF_8));
    }

    /** Ends at a line that is too long, so that no reader gathers it. */
    private static final class BoundedLines extends FilterInputStream {
        private final String file;
        private long number = 1;
        private int length;

        BoundedLines(InputStream in, String file) {
            super(in);
            this.file = file;
        }

        @Override
        public int read(byte[] into, int from, int most) throws IOException {
            int got = in.read(into, from, most);
            for (int at = from; at < from + got; at++) {
                boolean feed = into[at] == '\n';
                number += feed ? 1 : 0;
                length = feed ? 0 : length + 1;
                if (length > LineChunkReader.LONGEST_LINE) {
                    throw new IOException(file + ":" + number
                            + ": the line is longer than 16 MiB; one JSON object a line is expected");
                }
            }
            return got;
        }
    }

    /** The bytes as they are. */
    static InputStream raw(String file) throws IOException {
        if (file.equals(STANDARD_INPUT)) {
            return System.in;
        }
        if (FileAccessDiagnosis.isUnreadable(Path.of(file))) {
            throw new UserFacingException(file + " " + FileAccessDiagnosis.explain(Path.of(file)));
        }
        if (!Files.isReadable(Path.of(file)) || Files.isDirectory(Path.of(file))) {
            throw new UserFacingException(
                    "cannot read " + file + "; name a file with one JSON event a line, or - for input");
        }
        // A pipe, such as <(postqueue -j), has no place, which a channel's stream asks for.
        return Files.isRegularFile(Path.of(file)) ? Files.newInputStream(Path.of(file)) : new FileInputStream(file);
    }
}
