package io.netwatch.e2e;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

final class TestbedCondition implements ExecutionCondition {
    private static final List<String> PROGRAMS = List.of("ip", "nft", "perl", "nsenter", "unshare", "setsid");
    private static final List<Path> FOLDERS =
            Stream.of("/usr/sbin", "/usr/bin", "/sbin", "/bin").map(Path::of).toList();

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        if (!"root".equals(System.getProperty("user.name"))) {
            return ConditionEvaluationResult.disabled("needs root, to make namespaces and to load BPF programs");
        }
        if (!Files.exists(Path.of("/sys/kernel/btf/vmlinux"))) {
            return ConditionEvaluationResult.disabled("needs a kernel with BTF");
        }
        for (String program : PROGRAMS) {
            if (FOLDERS.stream().noneMatch(folder -> Files.exists(folder.resolve(program)))) {
                return ConditionEvaluationResult.disabled("needs the program " + program);
            }
        }
        return ConditionEvaluationResult.enabled("root, BTF, and the programs");
    }
}
