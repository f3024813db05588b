package org.sekimori.profile.labels;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.sekimori.profile.codec.BinaryStateReader;
import org.sekimori.profile.codec.BinaryStateWriter;
import org.sekimori.profile.codec.StateSection;

/** The labels of an account, by name; at most {@link #MOST}. A value that is replaced as a whole. */
public record Labels(List<Label> all) {

    /** Most labels of an account; of more, those that end first are gone. */
    public static final int MOST = 16;

    public static final Labels NONE = new Labels(List.of());

    /** Too many lose the half that ends first. */
    public static final StateSection<Labels> SECTION = StateSection.of(
                    30, NONE, Labels::write, Labels::read, Labels::atMost)
            .shedding(Labels::shed);

    /** Two lengths, and two times of at most six octets each. */
    private static final int HEAD = 16;

    private static final int OCTETS_OF_A_CHARACTER = 3;

    private static final Comparator<Label> LATEST_END_FIRST =
            Comparator.comparingLong(Label::until).reversed().thenComparing(Label::name);

    public Labels {
        all = all.stream().sorted(Comparator.comparing(Label::name)).toList();
    }

    /** Whether the account has a label at a time. */
    public boolean has(String name, Instant time) {
        for (Label label : all) {
            if (label.name().equals(name)) {
                return label.holdsAt(time);
            }
        }
        return false;
    }

    /** Names of the labels that hold at a time, sorted. */
    public List<String> names(Instant time) {
        return all.isEmpty()
                ? List.of()
                : all.stream().filter(one -> one.holdsAt(time)).map(Label::name).toList();
    }

    /** The labels that hold at a time. */
    public Labels at(Instant time) {
        return all.stream().allMatch(one -> one.holdsAt(time))
                ? this
                : new Labels(all.stream().filter(one -> one.holdsAt(time)).toList());
    }

    /**
     * With a label from a time on, for so long; one that is there already keeps its beginning, and never ends earlier than before.
     *
     * @param rule id of the rule that gives it
     */
    public Labels with(String name, String rule, Instant time, Duration life) {
        long since = time.getEpochSecond();
        long until = time.plus(life).getEpochSecond();
        List<Label> labels = new ArrayList<>();
        for (Label one : at(time).all) {
            if (one.name().equals(name)) {
                since = Math.min(since, one.since());
                until = Math.max(until, one.until());
            } else {
                labels.add(one);
            }
        }
        labels.add(new Label(name, rule, since, until));
        labels.sort(LATEST_END_FIRST);
        return new Labels(labels.subList(0, Math.min(labels.size(), MOST)));
    }

    private void write(BinaryStateWriter out) {
        out.number(all.size());
        for (Label label : all) {
            out.text(label.name()).text(label.rule()).signed(label.since()).signed(label.until() - label.since());
        }
    }

    private static Labels read(BinaryStateReader in) {
        List<Label> labels = new ArrayList<>();
        for (int left = in.count(); left > 0; left--) {
            String name = in.text();
            String rule = in.text();
            long since = in.signed();
            labels.add(new Label(name, rule, since, since + in.signed()));
        }
        return new Labels(labels);
    }

    private int atMost() {
        int sum = 4;
        for (Label label : all) {
            sum += HEAD
                    + label.name().length()
                    + OCTETS_OF_A_CHARACTER * label.rule().length();
        }
        return sum;
    }

    private Labels shed() {
        return new Labels(all.stream()
                .sorted(LATEST_END_FIRST)
                .limit(Math.max(1, all.size() / 2))
                .toList());
    }
}
