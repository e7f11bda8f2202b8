package io.netwatch.agent.testbed;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

final class KernelEventsCondition implements ExecutionCondition {
    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        if (!"root".equals(System.getProperty("user.name"))) {
            return ConditionEvaluationResult.disabled("needs root, to load BPF programs and to make namespaces");
        }
        if (!Files.exists(Path.of("/sys/kernel/btf/vmlinux"))) {
            return ConditionEvaluationResult.disabled("needs a kernel with BTF");
        }
        return ConditionEvaluationResult.enabled("root, and BTF");
    }
}
