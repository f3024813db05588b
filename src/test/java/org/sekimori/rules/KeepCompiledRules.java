package org.sekimori.rules;

import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Keeps the rules that tests have compiled last: nearly every class compiles the shipped rulebook, whose rules stay the same while
 * policies and texts differ. JUnit finds it in {@code META-INF/services}.
 */
public final class KeepCompiledRules implements BeforeAllCallback {

    static final int MOST = 6;

    @Override
    public void beforeAll(ExtensionContext context) {
        CompiledRulesCache.all().keepUnused(MOST);
    }
}
