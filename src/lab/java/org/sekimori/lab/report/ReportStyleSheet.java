package org.sekimori.lab.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The style sheet of reports, embedded into each page, so that a page needs no external content. */
public final class ReportStyleSheet {

    private static final String SHEET = "report.css";

    private ReportStyleSheet() {}

    /** The sheet's text, with line feeds. */
    public static String text() {
        try (InputStream content = ReportStyleSheet.class.getResourceAsStream(SHEET)) {
            if (content == null) {
                throw new IllegalStateException(SHEET + " is missing from the program");
            }
            return new String(content.readAllBytes(), StandardCharsets.UTF_8).replace("\r\n", "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
