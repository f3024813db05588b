package org.sekimori.profile.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class StateSectionsTest {

    private static final StateSection<String> A = word(1);
    private static final StateSection<String> B = word(20);
    private static final StateSection<String> C = word(127);

    /** A word; shed to its first letter. */
    private static StateSection<String> word(int tag) {
        return StateSection.of(
                        tag,
                        "",
                        (value, out) -> out.text(value),
                        BinaryStateReader::text,
                        value -> 5 + 3 * value.length())
                .shedding(value -> value.substring(0, 1));
    }

    private static byte[] bytes(StateSections sections) {
        BinaryStateWriter out = new BinaryStateWriter();
        sections.write(out);
        return out.toBytes();
    }

    @SafeVarargs
    private static StateSections read(byte[] bytes, StateSection<String>... known) {
        return StateSections.read(new BinaryStateReader(bytes), List.of(known));
    }

    @Test
    void whatIsWrittenIsRead() {
        StateSections all = StateSections.NONE.with(C, "gamma").with(A, "alpha").with(B, "beta");

        assertThat(read(bytes(all), A, B, C)).isEqualTo(all);
        assertThat(all.get(A)).isEqualTo("alpha");
        assertThat(all.get(B)).isEqualTo("beta");
        assertThat(all.get(C)).isEqualTo("gamma");
        assertThat(bytes(all).length).isLessThanOrEqualTo(all.atMost());
    }

    @Test
    void theOrderInWhichTheyAreSetMakesNoDifference() {
        assertThat(StateSections.NONE.with(A, "a").with(C, "c").with(B, "b"))
                .isEqualTo(StateSections.NONE
                        .with(B, "b")
                        .with(C, "x")
                        .with(A, "a")
                        .with(C, "c"));
    }

    @Test
    void emptySectionsAreLeftOut() {
        StateSections none = StateSections.NONE.with(B, "").with(A, "a").with(A, "");

        assertThat(none).isEqualTo(StateSections.NONE);
        assertThat(bytes(none)).hasSize(1);
        assertThat(none.get(B)).isEmpty();
    }

    @Test
    void unknownTagIsRefused() {
        byte[] newer = bytes(StateSections.NONE.with(A, "a").with(B, "b"));

        assertThatThrownBy(() -> read(newer, A))
                .isInstanceOf(UnknownSectionException.class)
                .hasMessageContaining("20");
    }

    @Test
    void sectionThatIsLongerThanItSaysIsRefused() {
        byte[] damaged = bytes(StateSections.NONE.with(A, "alpha"));
        damaged[2]--;

        assertThatThrownBy(() -> read(damaged, A)).hasMessageContaining("section 1 ends at");
    }

    @Test
    void sectionOutOfItsPlaceIsRefused() {
        byte[] damaged = bytes(StateSections.NONE.with(A, "a").with(B, "b"));
        damaged[1] = 21;

        assertThatThrownBy(() -> read(damaged, A, B, word(21)))
                .hasMessageContaining("section 20 stands after section 21");
    }

    @Test
    void sectionOfAnyLengthIsReadAndCopied() {
        for (int length : new int[] {1, 126, 127, 128, 129, 16_000, 16_400, 65_000}) {
            byte[] written =
                    bytes(StateSections.NONE.with(A, "a".repeat(length)).with(B, "beta"));
            StateSections read = read(written, A, B);

            assertThat(read.get(A)).hasSize(length);
            assertThat(bytes(read)).isEqualTo(written);
            assertThat(bytes(read.with(B, "other").with(B, "beta"))).isEqualTo(written);
            assertThat(read.atMost()).isGreaterThanOrEqualTo(written.length);
        }
    }

    @Test
    void tooLongASectionIsNotWritten() {
        StateSections long66 = StateSections.NONE.with(A, "a".repeat(66_000));

        assertThatThrownBy(() -> bytes(long66)).hasMessageContaining("section 1 takes");
    }

    @Test
    void sheddingMakesEachSmaller() {
        assertThat(StateSections.NONE.with(A, "alpha").with(B, "beta").shed())
                .isEqualTo(StateSections.NONE.with(A, "a").with(B, "b"));
    }
}
