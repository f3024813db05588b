package org.sekimori.rig;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Leaves the tests out, with the reason in the report, on a machine that cannot run an {@link ElasticsearchNode}. */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@ExtendWith(NeedsElasticsearch.Condition.class)
public @interface NeedsElasticsearch {

    /** What the annotation asks. */
    final class Condition implements ExecutionCondition {

        /** Asked once: a condition is evaluated for each method too, and looking for a JDK starts several. */
        private static final class Machine {
            static final String MISSING = ElasticsearchNode.unavailabilityReason();
        }

        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            String missing = Machine.MISSING;
            return missing.isEmpty()
                    ? ConditionEvaluationResult.enabled("Elasticsearch can run here")
                    : ConditionEvaluationResult.disabled("no Elasticsearch: " + missing);
        }
    }
}
