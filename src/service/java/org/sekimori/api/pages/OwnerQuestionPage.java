package org.sekimori.api.pages;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.sekimori.followup.OwnerQuestionTokens.Question;
import org.sekimori.followup.contacts.Contact;
import org.sekimori.text.HtmlWriter;
import org.sekimori.text.LocalizedTimeText;
import org.springframework.core.io.ClassPathResource;

/** The pages behind the link of a question, in English or Japanese; no script, no style, no external content. */
public final class OwnerQuestionPage {

    private static final Map<String, Properties> TEXTS = Map.of("en", texts("en"), "ja", texts("ja"));

    private final HtmlWriter html = new HtmlWriter();
    private final Properties texts;
    private final String language;

    private OwnerQuestionPage(Locale locale) {
        language = TEXTS.containsKey(locale.getLanguage()) ? locale.getLanguage() : "en";
        texts = TEXTS.getOrDefault(language, new Properties());
    }

    /**
     * The operator's values on the page.
     *
     * @param provider the provider's name
     * @param phone telephone of the abuse team, may be empty
     * @param contact other contact of the abuse team, may be empty
     * @param travelPage where a grant is opened; a link if it is a web address
     * @param zone time zone of the times
     */
    public record Words(String provider, String phone, String contact, String travelPage, ZoneId zone) {}

    /** The question. The account is masked: the reader of the mail may not be its addressee. */
    public static String question(Question question, Locale language, Words words) {
        OwnerQuestionPage page = new OwnerQuestionPage(language);
        Locale shown = Locale.forLanguageTag(page.language);
        String country = question.country().isEmpty()
                ? "?"
                : new Locale.Builder().setRegion(question.country()).build().getDisplayCountry(shown);
        return page.document("question.title", () -> {
            page.html.element(
                    "p",
                    page.text("question.what")
                            .replace(
                                    "{account}",
                                    Contact.masked(question.account().name()))
                            .replace("{country}", country)
                            .replace("{time}", LocalizedTimeText.full(question.time(), shown, words.zone())));
            page.html.element("h2", page.text("question.if_not_me"));
            page.html.element(
                    "form",
                    () -> page.html.element("button", page.text("question.not_me"), "type", "submit"),
                    "method",
                    "post");
            page.html.element("h2", page.text("question.if_me"));
            page.html.element("p", page.text("question.me").replace("{country}", country));
            if (words.travelPage().matches("https?://\\S+")) {
                page.html.element(
                        "p",
                        () -> page.html.element(
                                "a",
                                page.text("question.travel_page"),
                                "href",
                                words.travelPage(),
                                "rel",
                                "noreferrer"));
            }
            page.signed(question, words);
        });
    }

    static String reported(Question question, Locale language, Words words) {
        OwnerQuestionPage page = new OwnerQuestionPage(language);
        return page.document("reported.title", () -> {
            page.html.element("p", page.text("reported.what"));
            page.signed(question, words);
        });
    }

    static String expired(Locale language, Words words) {
        OwnerQuestionPage page = new OwnerQuestionPage(language);
        return page.document("expired.title", () -> {
            page.html.element("p", page.text("expired.what"));
            page.signed(null, words);
        });
    }

    /** Page for a forged link; its domain is unknown, so no provider is named. */
    static String forged(Locale language) {
        OwnerQuestionPage page = new OwnerQuestionPage(language);
        return page.document("forged.title", () -> page.html.element("p", page.text("forged.what")));
    }

    /** The provider and its contacts other than the page. */
    private void signed(@Nullable Question question, Words words) {
        if (question != null) {
            html.element("p", text("signed.reference").replace("{reference}", question.reference()));
        }
        html.element("p", text("signed.provider").replace("{provider}", words.provider()));
        if (!words.phone().isEmpty()) {
            html.element("p", text("signed.phone").replace("{phone}", words.phone()));
        }
        if (!words.contact().isEmpty()) {
            html.element("p", text("signed.contact").replace("{contact}", words.contact()));
        }
        html.element("p", text("signed.password"));
    }

    private String document(String title, Runnable body) {
        html.doctype();
        html.element(
                "html",
                () -> {
                    html.element("head", () -> {
                        html.voidElement("meta", "charset", "utf-8");
                        html.voidElement("meta", "name", "viewport", "content", "width=device-width");
                        html.voidElement("meta", "name", "robots", "content", "noindex");
                        html.element("title", text(title));
                    });
                    html.element("body", () -> {
                        html.element("h1", text(title));
                        body.run();
                    });
                },
                "lang",
                language);
        return html.toString();
    }

    private String text(String name) {
        return texts.getProperty(name, name);
    }

    private static Properties texts(String language) {
        String file = "asked_" + language + ".properties";
        try (InputStream in = new ClassPathResource(file, OwnerQuestionPage.class).getInputStream()) {
            Properties texts = new Properties();
            texts.load(new InputStreamReader(in, StandardCharsets.UTF_8));
            return texts;
        } catch (IOException e) {
            throw new UncheckedIOException("the program lacks its own file " + file, e);
        }
    }
}
