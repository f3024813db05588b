package org.sekimori.rules;

import java.util.Map;
import org.sekimori.mail.Finding.Effect;

/** What the consequence of a rule asked for, before it is known which rule that was. */
record RuleAction(Effect effect, String reason, Map<String, Object> evidence) {}
