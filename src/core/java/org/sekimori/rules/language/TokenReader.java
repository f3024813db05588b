package org.sekimori.rules.language;

import java.util.List;
import org.sekimori.rules.language.Token.Kind;

/** A cursor over tokens. */
final class TokenReader {

    private final List<Token> tokens;
    private int position;

    TokenReader(List<Token> tokens) {
        this.tokens = tokens;
    }

    int position() {
        return position;
    }

    Token peek() {
        return peek(0);
    }

    /** The token {@code more} places ahead; the end token beyond the end. */
    Token peek(int more) {
        return tokens.get(Math.min(position + more, tokens.size() - 1));
    }

    Token next() throws SyntaxException {
        Token token = peek();
        if (token.kind() == Kind.BAD) {
            throw new SyntaxException(token.offset(), token.text());
        }
        position++;
        return token;
    }

    boolean skip(String sign) {
        boolean is = peek().is(sign);
        position += is ? 1 : 0;
        return is;
    }

    void expect(String sign, String otherwise) throws SyntaxException {
        if (!skip(sign)) {
            throw wrong("here stands " + peek().shown() + "; " + otherwise);
        }
    }

    SyntaxException wrong(String message) {
        Token here = peek();
        return new SyntaxException(here.offset(), here.kind() == Kind.BAD ? here.text() : message);
    }
}
