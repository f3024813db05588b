package org.sekimori.geo.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.sekimori.mail.ClientAddress;

class AddressRangesTest {

    private static AddressRanges ranges(Object... firstLastValue) {
        AddressRanges ranges = new AddressRanges();
        for (int i = 0; i < firstLastValue.length; i += 3) {
            ranges.add(
                    ClientAddress.of((String) firstLastValue[i]),
                    ClientAddress.of((String) firstLastValue[i + 1]),
                    (int) firstLastValue[i + 2]);
        }
        return ranges;
    }

    private static int at(AddressRanges ranges, String address) {
        return ranges.find(ClientAddress.of(address));
    }

    @Test
    void anAddressHasTheValueOfTheRangeAroundIt() {
        AddressRanges ranges =
                ranges("1.0.0.0", "1.0.0.255", 1, "1.0.2.0", "1.0.2.0", 2, "2001:db8::", "2001:db8::f", 3);

        assertThat(at(ranges, "0.255.255.255")).isZero();
        assertThat(at(ranges, "1.0.0.0")).isEqualTo(1);
        assertThat(at(ranges, "1.0.0.255")).isEqualTo(1);
        assertThat(at(ranges, "1.0.1.0")).isZero();
        assertThat(at(ranges, "1.0.2.0")).isEqualTo(2);
        assertThat(at(ranges, "2001:db8::f")).isEqualTo(3);
        assertThat(at(ranges, "2001:db8::10")).isZero();
    }

    @Test
    void neighboursOfOneValueAreOneRange() {
        assertThat(ranges("1.0.0.0", "1.0.0.255", 1, "1.0.1.0", "1.0.1.255", 1).size())
                .isEqualTo(1);
    }

    /** As published lists have it: 2.58.196.0 to 2.58.197.255 in DE, and one address of it in BE. */
    @Test
    void aRangeWithinAnotherStandsAndTheOtherKeepsWhatIsBesideIt() {
        AddressRanges ranges = ranges("2.58.196.0", "2.58.197.255", 1, "2.58.197.15", "2.58.197.15", 2);

        assertThat(at(ranges, "2.58.197.14")).isEqualTo(1);
        assertThat(at(ranges, "2.58.197.15")).isEqualTo(2);
        assertThat(at(ranges, "2.58.197.16")).isEqualTo(1);
        assertThat(at(ranges, "2.58.198.0")).isZero();
    }

    @Test
    void ofTwoThatBeginTogetherTheSecondStands() {
        AddressRanges ranges = ranges("5.61.192.0", "5.61.193.255", 1, "5.61.192.0", "5.61.199.255", 2);

        assertThat(at(ranges, "5.61.192.0")).isEqualTo(2);
        assertThat(at(ranges, "5.61.199.255")).isEqualTo(2);
    }

    @Test
    void aThirdOneMayLieOverBoth() {
        AddressRanges ranges =
                ranges("44.0.0.0", "44.0.0.255", 1, "44.0.0.10", "44.0.0.11", 2, "44.0.0.11", "44.0.0.20", 3);

        assertThat(at(ranges, "44.0.0.10")).isEqualTo(2);
        assertThat(at(ranges, "44.0.0.11")).isEqualTo(3);
        assertThat(at(ranges, "44.0.0.20")).isEqualTo(3);
    }

    @Test
    void rangesThatEndBeforeTheyBeginOrGoBackAreRefused() {
        assertThatThrownBy(() -> ranges("1.0.0.9", "1.0.0.0", 1)).hasMessageContaining("ends before it begins");
        assertThatThrownBy(() -> ranges("1.0.1.0", "1.0.1.255", 1, "1.0.0.0", "1.0.0.255", 1))
                .hasMessageContaining("begins before the one ahead of it");
    }

    @Test
    void aSweepStopsAtEveryBorderOfEveryList() {
        List<String> stretches = new ArrayList<>();
        RangeSweep.over(
                List.of(
                        ranges("1.0.0.0", "1.0.0.9", 1, "1.0.1.0", "1.0.1.9", 2),
                        ranges("1.0.0.5", "1.0.1.4", 7, "2001:db8::", "2001:db8::1", 8)),
                (first, last, values) -> stretches.add(first + "-" + last + " " + values[0] + " " + values[1]));

        assertThat(stretches)
                .containsExactly(
                        "1.0.0.0-1.0.0.4 1 0",
                        "1.0.0.5-1.0.0.9 1 7",
                        "1.0.0.10-1.0.0.255 0 7",
                        "1.0.1.0-1.0.1.4 2 7",
                        "1.0.1.5-1.0.1.9 2 0",
                        "2001:db8::-2001:db8::1 0 8");
    }
}
