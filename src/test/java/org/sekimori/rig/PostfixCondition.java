package org.sekimori.rig;

import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/** What {@link NeedsPostfix} asks. */
final class PostfixCondition implements ExecutionCondition {

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        RigAvailability availability = PostfixRig.available();
        return availability.complete()
                ? ConditionEvaluationResult.enabled(availability.reason())
                : ConditionEvaluationResult.disabled(availability.reason());
    }
}
