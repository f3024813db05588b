package org.sekimori.follow.postfix;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the assembler holds between two lines; saved and taken up as a whole. */
final class AssemblerState {

    private static final int MOST_INCOMING = 10_000;
    private static final int VERSION = 1;

    /** Submissions that are not told of yet, by message, in the order of their beginning. */
    final Map<Long, LoggedSubmission> submissions = new LinkedHashMap<>();

    /** Messages that were told of and are in the queue. */
    final OpenMessageTable queued;

    /** Messages of clients that did not log in. */
    final Map<Long, IncomingMessage> incoming = BounceIndex.bounded(MOST_INCOMING);

    /** The same from this machine: many clients from outside must not push them out. */
    final Map<Long, IncomingMessage> handedBack = BounceIndex.bounded(MOST_INCOMING);

    final BounceIndex bounces;

    /** Submissions in the order in which they are due; some may have been told of before. */
    final ArrayDeque<Due> dues = new ArrayDeque<>();

    /** Recipients that are held with the submissions. */
    int heard;

    /** Hour of the log in which the oldest were forgotten last. */
    long hour;

    /** @param key of a submission that is to be told of at this time */
    record Due(Instant when, long key) {}

    AssemblerState(int mostOpen) {
        this(new OpenMessageTable(mostOpen), new BounceIndex(originals(mostOpen)));
    }

    private AssemblerState(OpenMessageTable queued, BounceIndex bounces) {
        this.queued = queued;
        this.bounces = bounces;
    }

    /** Ids by which bounces from elsewhere are found. */
    private static int originals(int mostOpen) {
        return Math.max(1000, mostOpen / 50);
    }

    void write(DataOutput out) throws IOException {
        out.writeInt(VERSION);
        queued.write(out);
        bounces.write(out);
        out.writeInt(heard);
        out.writeLong(hour);
        out.writeInt(dues.size());
        for (Due next : dues) {
            SavedText.write(out, next.when().toString());
            out.writeLong(next.key());
        }
        out.writeInt(submissions.size());
        for (Map.Entry<Long, LoggedSubmission> entry : submissions.entrySet()) {
            out.writeLong(entry.getKey());
            entry.getValue().write(out);
        }
        for (Map<Long, IncomingMessage> messages : List.of(incoming, handedBack)) {
            out.writeInt(messages.size());
            for (Map.Entry<Long, IncomingMessage> entry : messages.entrySet()) {
                out.writeLong(entry.getKey());
                entry.getValue().write(out);
            }
        }
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @throws IOException if it cannot be read, or another version wrote it
     */
    static AssemblerState read(DataInput in, int mostOpen) throws IOException {
        int version = in.readInt();
        if (version != VERSION) {
            throw new IOException("open messages of version " + version + ", this one reads " + VERSION);
        }
        OpenMessageTable queued = OpenMessageTable.read(in, mostOpen);
        AssemblerState state = new AssemblerState(queued, BounceIndex.read(in, originals(mostOpen)));
        state.heard = in.readInt();
        state.hour = in.readLong();
        for (int left = SavedText.count(in); left > 0; left--) {
            state.dues.add(new Due(SavedEvent.time(SavedText.required(in)), in.readLong()));
        }
        for (int left = SavedText.count(in); left > 0; left--) {
            long key = in.readLong();
            state.submissions.put(key, LoggedSubmission.read(in));
        }
        for (Map<Long, IncomingMessage> messages : List.of(state.incoming, state.handedBack)) {
            for (int left = SavedText.count(in); left > 0; left--) {
                long key = in.readLong();
                messages.put(key, IncomingMessage.read(in));
            }
        }
        return state;
    }
}
