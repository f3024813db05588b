package org.sekimori.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.sekimori.grants.AccountHomeOverride;
import org.sekimori.mail.IpNetwork;
import org.sekimori.mail.Origin;
import org.sekimori.mail.SubmissionCounters;
import org.sekimori.mail.Verdict;
import org.sekimori.profile.ProfileView;
import org.sekimori.profile.TimeWindow;
import org.sekimori.profile.TrafficClass;

class AccountStateCodecTest {

    /** Written by the first version: 3 and 30 recipients an hour apart, a refusal, a grant, a hold, two answers. */
    private static final String FORMAT_1 =
            "01022101e098eba10d0298b4d405010318011e0109414141412d42424242a0a8eaa10d00a092b4a2"
                    + "0d0001024445046465736b03617069a0a8eaa10d0004747269700001046465736b0673746f6c656ea0a8eaa10d00020000011f71fb04cba0"
                    + "a8eaa10d00ffffffffffffffd6c07002a60405352e372e31166f766572736561732d776974686f75742d6772616e74024445";

    @Test
    void stateOfTheFirstVersionIsReadOn() {
        AccountState state = AccountStateCodec.decode(HexFormat.of().parseHex(FORMAT_1));

        assertThat(state.profile().counters()).isEqualTo(new SubmissionCounters(2, 33, 1));
        ProfileView view = state.profile().at(Instant.parse("2026-06-01T11:00:00Z"), ZoneOffset.UTC);
        assertThat(view.sent(TimeWindow.of("24h"), TrafficClass.ANY)).isEqualTo(2);
        assertThat(view.recipients(TimeWindow.of("1d"), TrafficClass.ANY)).isEqualTo(33);
        assertThat(view.newRecipientShare(TimeWindow.of("24h"))).isEqualTo(-1);
        assertThat(state.grants().grants()).singleElement().satisfies(g -> assertThat(g.id())
                .isEqualTo("AAAA-BBBB"));
        assertThat(state.hold()).isNotNull();
        assertThat(state.answers()).hasSize(2);
        assertThat(state.answers().get(1).verdict()).isEqualTo(new Verdict.Reject(550, "5.7.1"));
        assertThat(AccountStateCodec.decode(AccountStateCodec.encode(state))).isEqualTo(state);
    }

    /** The state of {@link #FORMAT_1} as the second version wrote it. */
    private static final String FORMAT_2 =
            "02022101c0e0eaa10dfac10200a03880c8c9ad02000001f085a61c23011e1e0284de78230103030223011e1e01fac102230221210000000000"
                    + "0000000000000000000109414141412d42424242a0a8eaa10d00a092b4a20d0001024445046465736b03617069a0a8eaa10d000474"
                    + "7269700001046465736b0673746f6c656ea0a8eaa10d0001a60405352e372e31166f766572736561732d776974686f75742d677261"
                    + "6e74024445020000011f71fb04cba0a8eaa10d0000000000ffffffffffffffd6c0700000000001";

    @Test
    void stateOfTheSecondVersionIsReadOn() {
        AccountState state = AccountStateCodec.decode(HexFormat.of().parseHex(FORMAT_2));

        assertThat(state).isEqualTo(AccountStateCodec.decode(HexFormat.of().parseHex(FORMAT_1)));
        assertThat(state.cases()).isNull();
        assertThat(state.answers().get(1).rule()).isEqualTo("overseas-without-grant");
        assertThat(state.answers().get(1).network()).isEmpty();
        assertThat(AccountStateCodec.decode(AccountStateCodec.encode(state))).isEqualTo(state);
    }

    /**
     * One byte says that there are no cases, one that its hold has no end, one for each way of refusal that its network is not known,
     * one that no freeze is to be made up for, one each that no provider and no country is known, one that nothing was deferred, and
     * one that no minute has a failed log-in, and one each that profile and account have no sections.
     */
    @Test
    void anAccountWithoutCasesGrowsByAByteForEachThingItLacks() {
        AccountState state = AccountStateCodec.decode(HexFormat.of().parseHex(FORMAT_2));

        assertThat(AccountStateCodec.encode(state)).hasSize(FORMAT_2.length() / 2 + 1 + 1 + 1 + 1 + 1 + 2 + 1 + 1 + 2);
    }

    /**
     * Written by the fourth version: four days from two networks of two providers to the same people, a bounce, a failed log-in, a
     * log-in, and a message under suspicion.
     */
    private static final String FORMAT_4 =
            "04091a00b891c39f0dbcc102069811d0bc0af0e1e29f0d80d21f03f88ea11c130103020a53010302010890030201020184c978d303020606010102"
                    + "04bcc1022c020606012c020606013c0206020301d32302060601010201b891c39f0d013febc1a101402de90c0140973b8f083b6788e1968fa1"
                    + "1c43854edc0646ff0c690fa423aaea130808c0f0b3968fa11c33915e9e0669294ec623ccc08c0214027a8331509c8fa11c0269294ec69cdd9b"
                    + "65c2c10240775cbaccc08c0233b896360040775cba11026b317a26c36c3c5341518c9d9d2845a9cb56cb994c1c366dfd31633efd246c2d4da0"
                    + "ece3992e762b91ce0926540121d7911bb0b69c6f3cbd2260bcb41ca35f4cdf8727499bbd09002d06203ca0aea39f0d49000303a41c6de5b009"
                    + "49000303724b620ed0bc0a4900030373ee8381b00949000303a1fd64f8d0bc0a49000303a7d9ab6db009290003025615658ad0bc0a21000302"
                    + "1f821369b009a20100030201c6c7e48ae807310002020184c9780101027746c755928fa11c024c2ecd83dfeece910000000000";

    /**
     * Written by the fifth version, which counted failed log-ins by half hour alone: one at 07:40, one at 08:59, six from 09:54 to
     * 09:59, one at 10:01, from three networks; one message at 09:10.
     */
    private static final String FORMAT_5 =
            "05010200d089c39f0dc2c102000080c8c9ad02000000018c8fa11c2c0102020184c9782c01020201c2c102acc0010102020101d089c39f"
                    + "0d013f800000013f800000013f8000000203b773b59a9ec23802c9db38489a9ec238027a8331509a9ec23801c9db3848c2c1023f80"
                    + "0000640133b89636c2c1023f800000640125178d36c2c1023f80000064000100a41c6de5d089c39f0d4900020204fec87801010201"
                    + "0102010601010106b0141212dc9fc238b372b40f08bb275ee60b09dfeece91bc7d4e7e730d2c8e4cf7bc4002418dfa031a60b10a55"
                    + "626512b2f99ead4aa9b6000000000000";

    /** What is not known by the minute counts as of the first minute of its half hour, so never for longer than it is true. */
    @Test
    void failuresOfTheFifthVersionCountAsOfTheBeginningOfTheirHalfHour() {
        AccountState state = AccountStateCodec.decode(HexFormat.of().parseHex(FORMAT_5));
        ProfileView view = state.profile().at(Instant.parse("2026-05-04T10:01:00Z"), ZoneOffset.UTC);

        assertThat(view.failures(TimeWindow.of("24h"))).isEqualTo(9);
        assertThat(view.failures(TimeWindow.of("90m"))).isEqualTo(7);
        assertThat(view.failures(TimeWindow.HOUR)).isEqualTo(7);
        assertThat(view.failures(TimeWindow.of("10m"))).isEqualTo(1);
        assertThat(view.failingNetworks(TimeWindow.HOUR)).isEqualTo(3);
        assertThat(view.sent(TimeWindow.of("24h"), TrafficClass.ANY)).isEqualTo(1);
        assertThat(AccountStateCodec.decode(AccountStateCodec.encode(state))).isEqualTo(state);
    }

    private static Origin network(int second) {
        return new Origin.Country(
                "JP", "198.51." + second + ".0/24", 64500 + second % 2, new Origin.Source("test", null));
    }

    @Test
    void stateOfTheFourthVersionIsReadOn() {
        AccountState state = AccountStateCodec.decode(HexFormat.of().parseHex(FORMAT_4));
        ProfileView view = state.profile().at(Instant.parse("2026-05-04T10:00:00Z"), ZoneOffset.UTC);

        assertThat(state.profile().counters()).isEqualTo(new SubmissionCounters(9, 26, 0));
        assertThat(view.activeDays()).isEqualTo(3);
        assertThat(view.learningFrozen()).isTrue();
        assertThat(view.bounced(TimeWindow.of("24h"))).isEqualTo(1);
        assertThat(view.failures(TimeWindow.of("24h"))).isEqualTo(1);
        assertThat(List.of(view.isFamiliar(network(100)), view.isFamiliar(network(101)), view.isFamiliar(network(102))))
                .as("two networks, and another one of the same provider")
                .containsExactly(true, true, true);
        assertThat(view.knownNetwork(new Origin.Country("JP", "203.0.113.0/24", 1, new Origin.Source("test", null))))
                .isFalse();
        assertThat(AccountStateCodec.decode(AccountStateCodec.encode(state))).isEqualTo(state);
    }

    /** Nobody wrote down what was unfamiliar: it is so until it is used again. */
    @Test
    void placesOfTheFourthVersionCountAsBeforeUntilTheyAreSeenAgain() {
        ProfileView view = AccountStateCodec.decode(HexFormat.of().parseHex(FORMAT_4))
                .profile()
                .at(Instant.parse("2026-05-04T10:00:00Z"), ZoneOffset.UTC);

        assertThat(view.networks(TimeWindow.DAY)).isEqualTo(4);
        assertThat(view.unfamiliarNetworks(TimeWindow.DAY)).isEqualTo(4);
        assertThat(view.unfamiliarAddresses(TimeWindow.DAY)).isEqualTo(view.addresses(TimeWindow.DAY));
    }

    /** An account with a hold, as the fourth version wrote it. */
    private static final String HELD_IN_FORMAT_4 =
            "040000000000000000000000000000000000000000000000000000000109414141412d42424242a0a8eaa10d00a0eef4"
                    + "a10d0001024445046465736b03617069a0a8eaa10d0004747269700001046465736b0673746f6c656ea0a8eaa10d0001"
                    + "c0e0eaa10d00000000";

    /** The same account with a home of its own, as the fifth version writes it. */
    private static final String AT_HOME_IN_FORMAT_5 =
            "050000000000000000000000000000000000000000000000000000000000000109414141412d42424242a0a8eaa10d00"
                    + "a0eef4a10d0001024445046465736b03617069a0a8eaa10d0004747269700001046465736b0673746f6c656ea0a8eaa1"
                    + "0d0001c0e0eaa10d000000000102024154024445010d323030313a6462383a3a2f33320e7361746f20766961206c6f63"
                    + "616ca0a8eaa10d00d4c7020f6c6976657320696e205669656e6e61";

    private static final AccountHomeOverride VIENNA = new AccountHomeOverride(
            new TreeSet<>(List.of("AT", "DE")),
            List.of(IpNetwork.of("2001:db8::/32")),
            "sato via local",
            Instant.parse("2026-06-01T09:00:00Z"),
            LocalDate.of(2027, 6, 1),
            "lives in Vienna");

    @Test
    void holdOfTheFourthVersionIsReadOnAndNobodyHadAHomeThen() {
        AccountState state = AccountStateCodec.decode(HexFormat.of().parseHex(HELD_IN_FORMAT_4));

        assertThat(state.home()).isNull();
        assertThat(state.hold()).isNotNull();
        assertThat(AccountStateCodec.decode(AccountStateCodec.encode(state))).isEqualTo(state);
    }

    @Test
    void stateWithAHomeIsReadOn() {
        AccountState state = AccountStateCodec.decode(HexFormat.of().parseHex(HELD_IN_FORMAT_4))
                .withHome(VIENNA);

        assertThat(AccountStateCodec.decode(HexFormat.of().parseHex(AT_HOME_IN_FORMAT_5)))
                .isEqualTo(state);
        assertThat(AccountStateCodec.decode(AccountStateCodec.encode(state))).isEqualTo(state);
    }

    /** The state of {@link #FORMAT_5} as the seventh format has it, the last one without sections. */
    private static final String FORMAT_7 =
            "07010200d089c39f0dc2c102000080c8c9ad0200000000018c8fa11c2c0102020184c9782c01020201c2c102acc001010202"
                    + "0101d089c39f0d013f800000013f800000013f8000000203b773b59a9ec23802c9db38489a9ec238027a8331509a9ec23801"
                    + "c9db3848c2c1023f800000640133b89636c2c1023f800000640125178d36c2c1023f80000064000100a41c6de5d089c39f0d"
                    + "4900020202b48fa11c01061e010104fec878010102010102010601010106b0141212dc9fc238b372b40f08bb275ee60b09df"
                    + "eece91bc7d4e7e730d2c8e4cf7bc4002418dfa031a60b10a55626512b2f99ead4aa9b6000000000000";

    @Test
    void stateOfTheSeventhVersionIsReadOnAndHasNoSections() {
        AccountState state = AccountStateCodec.decode(HexFormat.of().parseHex(FORMAT_7));

        assertThat(state).isEqualTo(AccountStateCodec.decode(HexFormat.of().parseHex(FORMAT_5)));
        assertThat(AccountStateCodec.encode(state)).hasSize(FORMAT_7.length() / 2 + 2);
    }

    @Test
    void sectionOfANewerVersionIsRefusedWithTheWayOut() {
        byte[] known = AccountStateCodec.encode(AccountState.NEW);
        byte[] newer = Arrays.copyOf(known, known.length + 3);
        newer[known.length - 1] = 1;
        newer[known.length] = 127;
        newer[known.length + 1] = 1;

        assertThatThrownBy(() -> AccountStateCodec.decode(newer))
                .isInstanceOf(UnreadableStateException.class)
                .hasMessageContaining("section 127")
                .hasMessageContaining("run the newer version");
    }

    @Test
    void stateOfANewerVersionIsRefusedWithTheWayOut() {
        assertThatThrownBy(() -> AccountStateCodec.decode(new byte[] {99}))
                .hasMessageContaining("format 99")
                .hasMessageContaining("run the newer version");
    }
}
