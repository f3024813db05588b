package org.sekimori.server;

import java.beans.PropertyEditorSupport;
import java.net.URI;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/**
 * Reads a path in a property as a shell would: relative to the current folder, {@code ..} and all. Spring's own reading takes it
 * for a resource of the web application first, and there nothing is above the root.
 */
final class PathPropertyEditor extends PropertyEditorSupport {

    private static final String FILE = "file:";

    @Override
    public void setAsText(String text) {
        try {
            if (text.isBlank()) {
                setValue(null);
            } else {
                setValue(text.startsWith(FILE) ? Path.of(URI.create(text)) : Path.of(text));
            }
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException("it is no path: " + e.getReason(), e);
        }
    }
}
