package org.sekimori.web.page;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.stereotype.Component;

/**
 * Sentences of the service in the reader's language: why a case is urgent, its history, why a command was refused. The log records them in
 * English, as programs read them, and pages find them again by their English in {@code sentences_en.properties}, in which {@code {0}} stands
 * for what differs. A sentence that is not there is shown as it is. Templates call it {@code sentences}.
 */
@Component
public final class PageSentences {

    private static final String FILE = "/org/sekimori/web/messages/sentences_en.properties";
    private static final Pattern PLACE = Pattern.compile("\\{\\d}");
    private static final Pattern TIME = Pattern.compile("\\d{4}-\\d\\d-\\d\\dT[\\d:.]+Z");

    /** Words that stand in sentences, by the beginning of their key in the messages. */
    private static final List<String> WORDS = List.of("state.", "outcome.", "severity.", "history.");

    private static final int LONGEST = 2_000;

    private final List<Sentence> sentences = read();
    private final MessageSource messages;
    private final PageTimes times;

    private record Sentence(String key, Pattern english) {}

    PageSentences(MessageSource messages, PageTimes times) {
        this.messages = messages;
        this.times = times;
    }

    private static List<Sentence> read() {
        Properties english = new Properties();
        try (Reader in = new InputStreamReader(
                Objects.requireNonNull(PageSentences.class.getResourceAsStream(FILE)), StandardCharsets.UTF_8)) {
            english.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException("the program lacks its own messages", e);
        }
        List<Sentence> all = new ArrayList<>();
        new TreeMap<>(english).forEach((key, text) -> all.add(new Sentence((String) key, pattern((String) text))));
        return List.copyOf(all);
    }

    private static Pattern pattern(String text) {
        StringBuilder pattern = new StringBuilder();
        Matcher place = PLACE.matcher(text);
        int at = 0;
        while (place.find()) {
            pattern.append(Pattern.quote(text.substring(at, place.start()))).append("(.+?)");
            at = place.end();
        }
        return Pattern.compile(pattern.append(Pattern.quote(text.substring(at))).toString(), Pattern.DOTALL);
    }

    /**
     * A sentence in the language of the page.
     *
     * @param english may begin with the name of a field and a colon, which the translation leaves out
     */
    public String of(String english) {
        @Nullable String found = translated(english);
        int colon = english.indexOf(": ");
        if (found == null && colon > 0 && english.indexOf(' ') > colon) {
            found = translated(english.substring(colon + 2));
        }
        return found == null ? english : found;
    }

    /** Several, joined as the language joins them. */
    public String all(List<String> english) {
        String and = messages.getMessage("sentence.and", null, LocaleContextHolder.getLocale());
        return String.join(and, english.stream().map(this::of).toList());
    }

    /** The language of what {@link #of} returns: that of the page, or English. */
    public String language(String english) {
        Locale locale = LocaleContextHolder.getLocale();
        return of(english).equals(english) ? Locale.ENGLISH.getLanguage() : locale.getLanguage();
    }

    private @Nullable String translated(String english) {
        Locale locale = LocaleContextHolder.getLocale();
        if (locale.getLanguage().equals(Locale.ENGLISH.getLanguage()) || english.length() > LONGEST) {
            return null;
        }
        for (Sentence one : sentences) {
            Matcher match = one.english().matcher(english);
            if (match.matches()) {
                Object[] parts = new Object[match.groupCount()];
                for (int i = 0; i < parts.length; i++) {
                    parts[i] = part(match.group(i + 1), locale);
                }
                return messages.getMessage(one.key(), parts, locale);
            }
        }
        return null;
    }

    /** A word that the messages know, a time, or what a person wrote. */
    private String part(String text, Locale locale) {
        for (String words : WORDS) {
            @Nullable String word = messages.getMessage(words + text, null, null, locale);
            if (word != null) {
                return word;
            }
        }
        try {
            return TIME.matcher(text).matches() ? times.minute(Instant.parse(text)) : text;
        } catch (DateTimeParseException e) {
            return text;
        }
    }
}
