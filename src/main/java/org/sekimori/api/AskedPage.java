package org.sekimori.api;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import org.sekimori.followup.Contact;
import org.sekimori.followup.QuestionTokens.Question;
import org.springframework.core.io.ClassPathResource;

/** The pages behind the link of a question, in English or Japanese; no script, no style, nothing from elsewhere. */
final class AskedPage {

    private static final Map<String, Properties> TEXTS = Map.of("en", texts("en"), "ja", texts("ja"));

    private final Html html = new Html();
    private final Properties texts;
    private final String language;

    private AskedPage(Locale locale) {
        language = TEXTS.containsKey(locale.getLanguage()) ? locale.getLanguage() : "en";
        texts = TEXTS.getOrDefault(language, new Properties());
    }

    /** Asks. The account is masked: a mail may be read by somebody else than whom it is for. */
    static String question(Question question, Locale language, ZoneId zone, String travelPage) {
        AskedPage page = new AskedPage(language);
        Locale shown = Locale.forLanguageTag(page.language);
        String country = question.country().isEmpty()
                ? "?"
                : new Locale.Builder().setRegion(question.country()).build().getDisplayCountry(shown);
        String time = DateTimeFormatter.ofLocalizedDateTime(FormatStyle.LONG, FormatStyle.SHORT)
                .withLocale(shown)
                .format(question.time().atZone(zone));
        return page.document("question.title", () -> {
            page.html.element(
                    "p",
                    page.text("question.what")
                            .replace(
                                    "{account}",
                                    Contact.masked(question.account().name()))
                            .replace("{country}", country)
                            .replace("{time}", time));
            page.html.element(
                    "form",
                    () -> page.html.element("button", page.text("question.not_me"), "type", "submit"),
                    "method",
                    "post");
            page.html.element("p", page.text("question.me"));
            if (travelPage.matches("https?://\\S+")) {
                page.html.element(
                        "p",
                        () -> page.html.element(
                                "a", page.text("question.travel_page"), "href", travelPage, "rel", "noreferrer"));
            }
            page.html.element("p", page.text("question.reference").replace("{reference}", question.reference()));
        });
    }

    static String reported(Locale language, String contact) {
        AskedPage page = new AskedPage(language);
        return page.document("reported.title", () -> {
            page.html.element("p", page.text("reported.what"));
            if (!contact.isEmpty()) {
                page.html.element("p", page.text("reported.contact").replace("{contact}", contact));
            }
        });
    }

    static String expired(Locale language) {
        return new AskedPage(language).plain("expired");
    }

    static String forged(Locale language) {
        return new AskedPage(language).plain("forged");
    }

    private String plain(String name) {
        return document(name + ".title", () -> html.element("p", text(name + ".what")));
    }

    private String document(String title, Runnable body) {
        html.raw("<!DOCTYPE html>\n");
        html.element(
                "html",
                () -> {
                    html.element("head", () -> {
                        html.raw("<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width\">\n"
                                + "<meta name=\"robots\" content=\"noindex\">\n");
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
        try (InputStream in = new ClassPathResource(file, AskedPage.class).getInputStream()) {
            Properties texts = new Properties();
            texts.load(new InputStreamReader(in, StandardCharsets.UTF_8));
            return texts;
        } catch (IOException e) {
            throw new UncheckedIOException("the program lacks its own file " + file, e);
        }
    }
}
