package org.sekimori.lab.backtest;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UTFDataFormatException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.SortedMap;
import java.util.TreeMap;
import org.sekimori.engine.AccountStateCodec;
import org.sekimori.mail.Account;
import org.sekimori.stream.files.Decompressor;

/**
 * The states of all accounts at one moment, in a file: zstd over a head, each account with its state by rising names, and a SHA-256
 * of all that. The same states are the same bytes.
 *
 * @param time of the last entry that went into it
 * @param rulebook id of the rulebook that it was made under
 * @param states encoded by {@link AccountStateCodec}
 */
public record StateSnapshot(Instant time, String rulebook, SortedMap<Account, byte[]> states) {

    private static final byte[] MAGIC = "sekimori snapshot\n".getBytes(StandardCharsets.US_ASCII);
    private static final int FORMAT = 1;

    /** A state is at most some 20 KiB; more is damage that must not become an allocation. */
    private static final int LARGEST_STATE = 1 << 20;

    /**
     * Reads a file.
     *
     * @throws IOException with one sentence that names the file if it is not a snapshot, damaged, or of another version
     */
    public static StateSnapshot read(Path file) throws IOException {
        MessageDigest digest = sha256();
        try (InputStream raw = Files.newInputStream(file);
                InputStream plain = new BufferedInputStream(Decompressor.plain(raw), 1 << 16)) {
            DataInputStream in = new DataInputStream(new DigestInputStream(plain, digest));
            if (!Arrays.equals(in.readNBytes(MAGIC.length), MAGIC)) {
                throw new IOException(file + " is no snapshot; 'backtest --save-snapshot' writes one");
            }
            int format = in.readInt();
            if (format != FORMAT) {
                throw new IOException(file + " is a snapshot of format " + format + ", this version reads " + FORMAT
                        + "; make it again");
            }
            StateSnapshot snapshot = body(in);
            byte[] computed = digest.digest();
            if (!Arrays.equals(plain.readNBytes(computed.length), computed) || plain.read() >= 0) {
                throw new IOException(file + " is damaged: its checksum differs; make it again");
            }
            return snapshot;
        } catch (EOFException e) {
            throw new IOException(file + " is cut off; make it again", e);
        } catch (IllegalArgumentException | IllegalStateException | DateTimeException | UTFDataFormatException e) {
            throw new IOException(file + " is damaged: " + e.getMessage() + "; make it again", e);
        } catch (IOException e) {
            throw Decompressor.isDamage(e)
                    ? new IOException(file + " is cut off or damaged: " + e.getMessage() + "; make it again", e)
                    : e;
        }
    }

    private static StateSnapshot body(DataInputStream in) throws IOException {
        Instant time = Instant.ofEpochSecond(in.readLong(), in.readInt());
        String rulebook = in.readUTF();
        SortedMap<Account, byte[]> states = new TreeMap<>();
        for (long left = in.readLong(); left > 0; left--) {
            Account account = Account.of(in.readUTF());
            int length = in.readInt();
            if (length < 0 || length > LARGEST_STATE) {
                throw new IllegalStateException("a state of " + length + " octets");
            }
            byte[] state = in.readNBytes(length);
            if (state.length < length) {
                throw new EOFException();
            }
            states.put(account, state);
        }
        return new StateSnapshot(time, rulebook, states);
    }

    /** Writes a file, and takes the place of one with this name only when all of it is written. */
    public void write(Path file) throws IOException {
        Path whole = file.toAbsolutePath();
        Path unfinished = Files.createTempFile(whole.getParent(), whole.getFileName() + ".", ".part");
        try {
            try (OutputStream raw = new BufferedOutputStream(Files.newOutputStream(unfinished), 1 << 16);
                    OutputStream packed = Decompressor.zstd(raw)) {
                write(packed);
            }
            Files.move(unfinished, whole, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(unfinished);
        }
    }

    private void write(OutputStream packed) throws IOException {
        MessageDigest digest = sha256();
        OutputStream buffered = new BufferedOutputStream(packed, 1 << 16);
        DataOutputStream out = new DataOutputStream(new DigestOutputStream(buffered, digest));
        out.write(MAGIC);
        out.writeInt(FORMAT);
        out.writeLong(time.getEpochSecond());
        out.writeInt(time.getNano());
        out.writeUTF(rulebook);
        out.writeLong(states.size());
        for (SortedMap.Entry<Account, byte[]> one : states.entrySet()) {
            out.writeUTF(one.getKey().name());
            out.writeInt(one.getValue().length);
            out.write(one.getValue());
        }
        buffered.write(digest.digest());
        buffered.flush();
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
