package org.sekimori.archive.panels;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads {@link KqlQuery}: {@code or} binds less than {@code and}, {@code not} most; values may stand in parentheses. */
final class KqlParser {

    private static final Pattern TOKEN =
            Pattern.compile("\\s*(?:(\"(?:[^\"\\\\]|\\\\.)*\")|(<=|>=|[:<>()])|([^\\s:<>()\"]+))");

    private final List<String> tokens = new ArrayList<>();
    private int at;

    KqlParser(String text) {
        Matcher matcher = TOKEN.matcher(text);
        int end = 0;
        while (end < text.stripTrailing().length()) {
            if (!matcher.find(end) || matcher.start() != end) {
                throw new IllegalArgumentException("cannot read '" + text.substring(end) + "' in KQL: " + text);
            }
            tokens.add(matcher.group().strip());
            end = matcher.end();
        }
    }

    KqlQuery whole() {
        KqlQuery query = alternatives(this::clause);
        if (at < tokens.size()) {
            throw new IllegalArgumentException("KQL goes on with '" + tokens.get(at) + "' where it should end");
        }
        return query;
    }

    private KqlQuery alternatives(Supplied leaf) {
        List<KqlQuery> parts = new ArrayList<>(List.of(together(leaf)));
        while (takeWord("or")) {
            parts.add(together(leaf));
        }
        return parts.size() == 1 ? parts.get(0) : new KqlQuery.Or(List.copyOf(parts));
    }

    private KqlQuery together(Supplied leaf) {
        List<KqlQuery> parts = new ArrayList<>(List.of(negated(leaf)));
        while (takeWord("and")) {
            parts.add(negated(leaf));
        }
        return parts.size() == 1 ? parts.get(0) : new KqlQuery.And(List.copyOf(parts));
    }

    private KqlQuery negated(Supplied leaf) {
        if (takeWord("not")) {
            return new KqlQuery.Not(negated(leaf));
        }
        if (take("(")) {
            KqlQuery inner = alternatives(leaf);
            require(")");
            return inner;
        }
        return leaf.get();
    }

    private KqlQuery clause() {
        String field = next();
        if (field.startsWith("\"")) {
            throw new IllegalArgumentException("a value without a field searches everywhere: " + field);
        }
        String operator = next();
        return switch (operator) {
            case ":" -> alternativesOfValues(value -> is(field, value));
            case "<", "<=", ">", ">=" -> new KqlQuery.Compare(field, operator, plain(next()));
            default -> throw new IllegalArgumentException("no operator after " + field + ": " + operator);
        };
    }

    private KqlQuery alternativesOfValues(Function<String, KqlQuery> leaf) {
        if (take("(")) {
            KqlQuery inner = alternatives(() -> leaf.apply(next()));
            require(")");
            return inner;
        }
        return leaf.apply(next());
    }

    private static KqlQuery is(String field, String value) {
        if (value.equals("*")) {
            return new KqlQuery.Exists(field);
        }
        if (!value.startsWith("\"") && value.contains("*")) {
            throw new IllegalArgumentException("wildcards are slow and none is needed: " + field + ": " + value);
        }
        return new KqlQuery.Is(field, plain(value));
    }

    private static String plain(String value) {
        return value.startsWith("\"") ? value.substring(1, value.length() - 1).replaceAll("\\\\(.)", "$1") : value;
    }

    private boolean takeWord(String word) {
        return at < tokens.size() && tokens.get(at).toLowerCase(Locale.ROOT).equals(word) && take(tokens.get(at));
    }

    private boolean take(String token) {
        if (at < tokens.size() && tokens.get(at).equals(token)) {
            at++;
            return true;
        }
        return false;
    }

    private void require(String token) {
        if (!take(token)) {
            throw new IllegalArgumentException("KQL lacks '" + token + "' in " + tokens);
        }
    }

    private String next() {
        if (at == tokens.size() || tokens.get(at).equals(")")) {
            throw new IllegalArgumentException("KQL ends too early: " + tokens);
        }
        return tokens.get(at++);
    }

    private interface Supplied {
        KqlQuery get();
    }
}
