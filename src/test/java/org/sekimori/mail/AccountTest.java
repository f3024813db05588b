package org.sekimori.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sekimori.mail.Account.LoginNormalizer;

/** Which log-ins are one mailbox, and which are none. */
class AccountTest {

    private static final LoginNormalizer NAMING = new LoginNormalizer("ISP.example", "+.");

    @ParameterizedTest
    @ValueSource(strings = {"@isp.example", " @isp.example ", "@", "@ISP.EXAMPLE"})
    void aLoginWithNothingBeforeItsAtSignIsRefused(String login) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NAMING.account(login))
                .withMessage("account has nothing before its at sign; give the whole SASL username");
    }

    @ParameterizedTest
    @CsvSource({
        "alice, alice@isp.example",
        "alice@, alice@isp.example",
        "ALICE@Isp.Example, alice@isp.example",
        "alice@other.example, alice@other.example",
    })
    void aLoginGetsTheDefaultDomainIfItHasNone(String login, String name) {
        assertThat(NAMING.account(login).name()).isEqualTo(name);
    }

    @ParameterizedTest
    @CsvSource({
        "alice.shop@isp.example, alice@isp.example",
        "alice+shop.2@isp.example, alice@isp.example",
        "alice.shop+2@isp.example, alice@isp.example",
        "+alice@isp.example, +alice@isp.example",
        ".alice@isp.example, .alice@isp.example",
        "alice-shop@isp.example, alice-shop@isp.example",
    })
    void eachDelimiterStartsASubAddressExceptAtTheBeginning(String login, String name) {
        assertThat(NAMING.account(login).name()).isEqualTo(name);
    }

    @Test
    void withoutDelimitersNamesStayWhole() {
        assertThat(LoginNormalizer.PLAIN.account("alice.b+shop@isp.example").name())
                .isEqualTo("alice.b+shop@isp.example");
    }

    static Stream<Arguments> spellings() {
        return Stream.of(
                        "bob@isp.example",
                        " BOB@isp.example\t",
                        "bob",
                        "bob@",
                        "bob@isp.example.",
                        "bob@isp.example...",
                        "bob@ISP。example",
                        "bob@isp．ｅｘａｍｐｌｅ｡",
                        "ｂｏｂ@isp.example",
                        "ＢＯＢ＠ＩＳＰ.example",
                        "bob%isp.example",
                        "bob％isp.example",
                        "ISP.example.\\bob",
                        "bob+shop@isp.example",
                        "bob＋shop%isp.example",
                        "\u3000bob\u3000")
                .map(spelling -> Arguments.of(spelling, "bob@isp.example"));
    }

    static Stream<Arguments> spellingsBeyondAscii() {
        return Stream.of(
                Arguments.of("é@isp.example", "e\u0301", "É@isp.example"),
                Arguments.of("日本@isp.example", "\\346\\227\\245\\346\\234\\254@isp.example", "\\xe6\\x97\\xa5本"),
                Arguments.of("バナナ@isp.example", "ﾊﾞﾅﾅ@isp.example", "ハ\u3099ナナ"),
                Arguments.of("ω@isp.example", "\u2126@isp.example", "Ω"),
                Arguments.of("bob@日本語.jp", "bob@xn--wgv71a119e.jp", "bob@XN--WGV71A119E.JP."),
                Arguments.of("bob@straße.de", "bob@xn--strae-oqa.de", "bob%xn--strae-oqa.de"),
                Arguments.of("カフェ・ド@isp.example", "ｶﾌｪ･ﾄﾞ@isp.example", "カフェ・ド"));
    }

    @ParameterizedTest
    @MethodSource("spellings")
    void anotherSpellingIsTheSameAccount(String spelling, String name) {
        LoginNormalizer naming = new LoginNormalizer("isp.example", "+", "%", "\\", () -> AccountAliases.NONE);

        assertThat(naming.account(spelling).name()).isEqualTo(name);
        assertThat(naming.resolve(spelling)).isEqualTo(new SaslLogin(Account.of(name), null));
    }

    @ParameterizedTest
    @MethodSource("spellingsBeyondAscii")
    void soItIsBeyondAscii(String name, String one, String another) {
        LoginNormalizer naming = new LoginNormalizer("isp.example", "+");

        assertThat(naming.account(name).name()).isEqualTo(name);
        assertThat(naming.account(one).name()).isEqualTo(name);
        assertThat(naming.account(another).name()).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "b\u043eb@isp.example", // a Cyrillic o
                "bob@isp-alias.example",
                "bob@strasse.de", // as IDNA2003 would have it, another domain than straße.de since IDNA2008
                "bob@xn--isp-.example", // looks like an A-label and is none
                "corp\\200bob@isp.example", // no octet of UTF-8
                "50%off@isp.example",
                "b/ob;x@isp.example",
                "+81312345678@isp.example",
            })
    void whatIsAnotherNameStaysAnotherAccount(String login) {
        assertThat(new LoginNormalizer("isp.example", "+").account(login).name())
                .isEqualTo(login);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "  ",
                "@isp.example",
                "＠isp.example",
                "scan ner@isp.example",
                "scan\u00a0ner",
                "bob @isp.example",
                "bob\u0000@isp.example",
                "bob\r\nx@isp.example",
                "b\u200bob@isp.example", // zero-width space
                "b\u00adob", // soft hyphen
                "bob\u2060@isp.example", // word joiner
                "b\u034fob", // combining grapheme joiner
                "葛\udb40\udd00@isp.example", // ideographic variation selector
                "\u3164@isp.example", // Hangul filler
                "bob\ufe0f@isp.example",
                "\u202ebob@isp.example", // right-to-left override
                "bob@isp\u202e.example",
                "b\u05d0b@isp.example", // Hebrew within Latin, reads in two ways
                "b\ud800b@isp.example",
                "bob\ufffd@isp.example", // what bytes that are no UTF-8 become
                "①@isp.example",
                "\\000bob\\342\\200\\213@isp.example", // Exim's NUL and zero-width space
                "a·b@isp.example",
            })
    void aLogInThatMakesNoNameIsTheOneAccountOfAllOfThem(String login) {
        LoginNormalizer naming = new LoginNormalizer("isp.example", "+");

        assertThat(naming.resolve(login).account()).isEqualTo(Account.UNNAMEABLE);
        assertThat(naming.resolve(login).shown()).isNotNull();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> naming.account(login))
                .withMessageStartingWith("account ");
    }

    @Test
    void aNameHasThreeHundredAndTwentyCharactersAtMostHoweverItIsWritten() {
        String longest = "日".repeat(Account.MAX_LENGTH - "@isp.example".length());
        String escaped = "\\346\\227\\245".repeat(Account.MAX_LENGTH - "@isp.example".length());

        assertThat(NAMING.resolve(escaped + "@isp.example").account().name()).isEqualTo(longest + "@isp.example");
        assertThat(NAMING.resolve("日" + longest + "@isp.example").account()).isEqualTo(Account.UNNAMEABLE);
        assertThat(NAMING.resolve("a".repeat(100_000)).account()).isEqualTo(Account.UNNAMEABLE);
    }

    @ParameterizedTest
    @CsvSource({
        "'\\346\\227\\245\\346', '346@日'",
        "'\\346\\227\\245\\346\\227\\245\\237', '237@日日'",
        "'\\xe6\\x97\\xa5\\xe6', 'xe6@日'"
    })
    void aWholeCharacterIsReadThoughAStrayOctetFollows(String login, String account) {
        LoginNormalizer domainFirst = new LoginNormalizer("", "", "%", "\\", () -> AccountAliases.NONE);

        Account read = domainFirst.resolve(login).account();

        assertThat(read.name()).isEqualTo(account);
        assertThat(domainFirst.resolve(read.name()).account()).isEqualTo(read);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\\346\\227\\245", "\\xe6\\x97\\xa5", "\\346\\xff", "\\377"})
    void aRunOfEscapesOfAnyLengthNeedsNoStack(String escapes) throws Exception {
        String login = escapes.repeat(100_000) + "@isp.example";
        CompletableFuture<Account> resolved = new CompletableFuture<>();
        Thread small = new Thread(
                null,
                () -> {
                    try {
                        resolved.complete(NAMING.resolve(login).account());
                    } catch (StackOverflowError e) {
                        resolved.completeExceptionally(e);
                    }
                },
                "small-stack",
                64 * 1024);
        small.start();
        assertThat(resolved.get()).isEqualTo(Account.UNNAMEABLE);
    }

    @Test
    void whatWasSentIsShownCutAndWithNothingHidden() {
        assertThat(NAMING.resolve("b\u200bo\ufe0fb\u202e\udb40\udd00@isp.example")
                        .shown())
                .isEqualTo("b\\u200bo\\ufe0fb\\u202e\\udb40\\udd00@isp.example");
        assertThat(NAMING.resolve("x y".repeat(500)).shown())
                .hasSize(SaslLogin.MOST_SHOWN)
                .endsWith("…");
    }

    @Test
    void aliasesAreResolvedAtOnce() {
        Account bob = Account.of("bob@isp.example");
        AccountAliases aliases = new AccountAliases(
                Map.of("isp-alias.example", "isp.example"),
                Map.of(Account.of("b.ob@isp.example"), bob),
                Map.of("scan ner@isp.example", Account.of("scanner@isp.example")));
        LoginNormalizer naming = new LoginNormalizer("isp-alias.example", "", "%", "", () -> aliases);

        for (String login : List.of("bob", "BOB@isp-alias.example.", "b.ob@isp.example", "b.ob@ISP-alias.example")) {
            assertThat(naming.account(login)).isEqualTo(bob);
            assertThat(naming.resolve(login)).isEqualTo(new SaslLogin(bob, login));
        }
        assertThat(naming.account("bob@isp.example")).isEqualTo(bob);
        assertThat(naming.resolve("bob%isp.example").shown()).isNull();
        assertThat(naming.account(" scan ner@isp.example").name()).isEqualTo("scanner@isp.example");
        assertThat(naming.resolve("scan  ner@isp.example").account()).isEqualTo(Account.UNNAMEABLE);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            a b | "" | % | ""  | default-domain must be a domain such as isp.example, but 'a b' has U+0020 at position 1
            a@b | "" | % | ""  | default-domain must be
            ""  | x  | % | ""  | sub-address-delimiters must be signs
            ""  | ++ | % | ""  | sub-address-delimiters must be signs
            ""  | "" | @ | ""  | separators must be signs
            ""  | "" | . | ""  | separators must be signs
            ""  | "" | % | -   | domain-first-separators must be signs
            ""  | %  | % | ""  | separators must not have %, which stands in sub-address-delimiters as well
            ""  | "" | / | /   | domain-first-separators must not have /, which stands in separators as well
            """)
    void settingsThatMakeNoSenseAreRefusedByName(
            String domain, String delimiters, String separators, String domainFirst, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        new LoginNormalizer(domain, delimiters, separators, domainFirst, () -> AccountAliases.NONE))
                .withMessageStartingWith(message);
    }
}
