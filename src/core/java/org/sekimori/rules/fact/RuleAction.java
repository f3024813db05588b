package org.sekimori.rules.fact;

import java.util.Map;
import org.sekimori.mail.Finding.Effect;

/** An effect raised by a consequence, before its rule is known. */
public record RuleAction(Effect effect, String reason, Map<String, Object> evidence) {}
