package org.sekimori.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.sekimori.grants.Home;
import org.sekimori.mail.Counters;
import org.sekimori.mail.Network;
import org.sekimori.mail.Verdict;
import org.sekimori.profile.Lane;
import org.sekimori.profile.ProfileView;
import org.sekimori.profile.Window;

class AccountCodecTest {

    /** Written by the first version: 3 and 30 recipients an hour apart, a refusal, a grant, a hold, two answers. */
    private static final String FORMAT_1 =
            "01022101e098eba10d0298b4d405010318011e0109414141412d42424242a0a8eaa10d00a092b4a2"
                    + "0d0001024445046465736b03617069a0a8eaa10d0004747269700001046465736b0673746f6c656ea0a8eaa10d00020000011f71fb04cba0"
                    + "a8eaa10d00ffffffffffffffd6c07002a60405352e372e31166f766572736561732d776974686f75742d6772616e74024445";

    @Test
    void stateOfTheFirstVersionIsReadOn() {
        AccountState state = AccountCodec.decode(HexFormat.of().parseHex(FORMAT_1));

        assertThat(state.profile().counters()).isEqualTo(new Counters(2, 33, 1));
        ProfileView view = state.profile().at(Instant.parse("2026-06-01T11:00:00Z"), ZoneOffset.UTC);
        assertThat(view.sent(Window.of("24h"), Lane.ANY)).isEqualTo(2);
        assertThat(view.recipients(Window.of("1d"), Lane.ANY)).isEqualTo(33);
        assertThat(view.newRecipientShare(Window.of("24h"))).isEqualTo(-1);
        assertThat(state.grants().grants()).singleElement().satisfies(g -> assertThat(g.id())
                .isEqualTo("AAAA-BBBB"));
        assertThat(state.hold()).isNotNull();
        assertThat(state.answers()).hasSize(2);
        assertThat(state.answers().get(1).verdict()).isEqualTo(new Verdict.Reject(550, "5.7.1"));
        assertThat(AccountCodec.decode(AccountCodec.encode(state))).isEqualTo(state);
    }

    /** The state of {@link #FORMAT_1} as the second version wrote it. */
    private static final String FORMAT_2 =
            "02022101c0e0eaa10dfac10200a03880c8c9ad02000001f085a61c23011e1e0284de78230103030223011e1e01fac102230221210000000000"
                    + "0000000000000000000109414141412d42424242a0a8eaa10d00a092b4a20d0001024445046465736b03617069a0a8eaa10d000474"
                    + "7269700001046465736b0673746f6c656ea0a8eaa10d0001a60405352e372e31166f766572736561732d776974686f75742d677261"
                    + "6e74024445020000011f71fb04cba0a8eaa10d0000000000ffffffffffffffd6c0700000000001";

    @Test
    void stateOfTheSecondVersionIsReadOn() {
        AccountState state = AccountCodec.decode(HexFormat.of().parseHex(FORMAT_2));

        assertThat(state).isEqualTo(AccountCodec.decode(HexFormat.of().parseHex(FORMAT_1)));
        assertThat(state.cases()).isNull();
        assertThat(state.answers().get(1).rule()).isEqualTo("overseas-without-grant");
        assertThat(state.answers().get(1).network()).isEmpty();
        assertThat(AccountCodec.decode(AccountCodec.encode(state))).isEqualTo(state);
    }

    /**
     * One byte says that there are no cases, one that its hold has no end, and one for each way of refusal that its network is
     * not known.
     */
    @Test
    void anAccountWithoutCasesGrowsByAByteForEachThingItLacks() {
        AccountState state = AccountCodec.decode(HexFormat.of().parseHex(FORMAT_2));

        assertThat(AccountCodec.encode(state)).hasSize(FORMAT_2.length() / 2 + 1 + 1 + 1);
    }

    /** An account with a hold and no home of its own, as the version before homes wrote it. */
    private static final String FORMAT_4 =
            "040000000000000000000000000000000000000000000000000000000109414141412d42424242a0a8eaa10d00a0eef4"
                    + "a10d0001024445046465736b03617069a0a8eaa10d0004747269700001046465736b0673746f6c656ea0a8eaa10d0001"
                    + "c0e0eaa10d00000000";

    /** The same with a home of its own in two countries and a network. */
    private static final String FORMAT_5 =
            "050000000000000000000000000000000000000000000000000000000109414141412d42424242a0a8eaa10d00a0eef4"
                    + "a10d0001024445046465736b03617069a0a8eaa10d0004747269700001046465736b0673746f6c656ea0a8eaa10d0001"
                    + "c0e0eaa10d0000000002024154024445010d323030313a6462383a3a2f33320e7361746f20766961206c6f63616ca0a8"
                    + "eaa10d00d4c7020f6c6976657320696e205669656e6e61";

    private static final Home VIENNA = new Home(
            new TreeSet<>(List.of("AT", "DE")),
            List.of(Network.of("2001:db8::/32")),
            "sato via local",
            Instant.parse("2026-06-01T09:00:00Z"),
            LocalDate.of(2027, 6, 1),
            "lives in Vienna");

    @Test
    void stateWithoutAHomeIsReadAndWrittenAsBeforeSoThatAnInstanceBeforeReadsIt() {
        AccountState state = AccountCodec.decode(HexFormat.of().parseHex(FORMAT_4));

        assertThat(state.home()).isNull();
        assertThat(state.hold()).isNotNull();
        assertThat(AccountCodec.encode(state)[0]).isEqualTo((byte) 4);
        assertThat(AccountCodec.decode(AccountCodec.encode(state))).isEqualTo(state);
    }

    @Test
    void stateWithAHomeIsReadOn() {
        AccountState state = AccountCodec.decode(HexFormat.of().parseHex(FORMAT_5));

        assertThat(state.home()).isEqualTo(VIENNA);
        assertThat(state.withHome(null))
                .isEqualTo(AccountCodec.decode(HexFormat.of().parseHex(FORMAT_4)));
        assertThat(AccountCodec.decode(AccountCodec.encode(state))).isEqualTo(state);
    }

    @Test
    void stateOfANewerVersionIsRefusedWithTheWayOut() {
        assertThatThrownBy(() -> AccountCodec.decode(new byte[] {99}))
                .hasMessageContaining("format 99")
                .hasMessageContaining("run the newer version");
    }
}
