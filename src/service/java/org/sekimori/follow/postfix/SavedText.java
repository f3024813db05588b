package org.sekimori.follow.postfix;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Texts and counts as the assembler saves them. */
final class SavedText {

    private static final int MOST = 1 << 16;

    private SavedText() {}

    static void write(DataOutput out, @Nullable String text) throws IOException {
        if (text == null) {
            out.writeInt(-1);
            return;
        }
        byte[] octets = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(octets.length);
        out.write(octets);
    }

    static @Nullable String read(DataInput in) throws IOException {
        int length = in.readInt();
        if (length == -1) {
            return null;
        } else if (length < 0 || length > MOST) {
            throw new IOException("a text of " + length + " octets cannot be");
        }
        byte[] octets = new byte[length];
        in.readFully(octets);
        return new String(octets, StandardCharsets.UTF_8);
    }

    static String required(DataInput in) throws IOException {
        String text = read(in);
        if (text == null) {
            throw new IOException("a text is missing");
        }
        return text;
    }

    static int count(DataInput in) throws IOException {
        int count = in.readInt();
        if (count < 0) {
            throw new IOException("a count of " + count + " cannot be");
        }
        return count;
    }
}
