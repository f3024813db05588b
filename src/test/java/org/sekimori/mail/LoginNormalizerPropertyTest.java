package org.sekimori.mail;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;
import org.sekimori.mail.Account.LoginNormalizer;
import org.sekimori.text.EscapedText;

/** What holds for every log-in that a client may send. */
class LoginNormalizerPropertyTest {

    private static final LoginNormalizer NAMING =
            new LoginNormalizer("isp.example", "+", "%/", "\\", () -> AccountAliases.NONE);

    /** Whatever, with much of what is read otherwise than it stands there. */
    @Provide
    Arbitrary<String> logIns() {
        Arbitrary<String> pieces = Arbitraries.of(
                "bob",
                "BOB",
                "@",
                "＠",
                "%",
                "\\",
                "/",
                "+",
                ".",
                "。",
                "xn--",
                "xn--wgv71a119e",
                "isp",
                "é",
                "e\u0301",
                "Σ",
                "İ",
                "ß",
                "\u2126",
                "\u212a",
                "\u1fef",
                "\u037e",
                "ﾊﾞ",
                "・",
                "\u0660",
                "\u06f0",
                "א",
                "١",
                "＼346＼227＼245",
                "\\346\\227\\245",
                "\\357\\274\\274",
                "346",
                "\\xef\\xbc\\xbc",
                "x97",
                "\u200b",
                "\ud800",
                " ",
                "\u0000",
                "\u3000",
                "\u0345",
                "\u1100\u1161",
                "\uffa1\uffc2");
        Arbitrary<String> characters = Arbitraries.strings().all().ofMaxLength(3);
        return Arbitraries.oneOf(pieces, pieces, characters)
                .list()
                .ofMaxSize(12)
                .map(parts -> String.join("", parts));
    }

    @Property(tries = 2_000)
    void anAccountIsItsOwnAccount(@ForAll("logIns") String login) {
        assertOwnAccount(login);
    }

    @Property(tries = 1_000)
    void commandsNameTheAccountThatDoorsName(@ForAll("logIns") String login) {
        assertNamedAlike(login);
    }

    @Property(tries = 1_000)
    void whatIsShownHasNothingHidden(@ForAll("logIns") String login) {
        assertNothingHidden(login);
    }

    @Property(tries = 50_000)
    @Tag("long")
    void allOfThisHoldsForManyLogIns(@ForAll("logIns") String login) {
        assertOwnAccount(login);
        assertNamedAlike(login);
        assertNothingHidden(login);
    }

    private static void assertOwnAccount(String login) {
        Account account = NAMING.resolve(login).account();

        assertThat(NAMING.resolve(account.name())).isEqualTo(new SaslLogin(account, null));
        assertThat(Account.of(account.name())).isEqualTo(account);
    }

    private static void assertNamedAlike(String login) {
        Account account = NAMING.resolve(login).account();
        Account named;
        try {
            named = NAMING.account(login);
        } catch (IllegalArgumentException e) {
            named = Account.UNNAMEABLE;
        }

        assertThat(named).isEqualTo(account);
    }

    private static void assertNothingHidden(String login) {
        String shown = NAMING.resolve("\u0000" + login).shown();

        assertThat(shown)
                .isNotNull()
                .hasSizeBetween(1, SaslLogin.MOST_SHOWN)
                .isEqualTo(EscapedText.of(String.valueOf(shown)));
    }
}
