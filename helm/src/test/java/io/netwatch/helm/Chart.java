package io.netwatch.helm;

import com.fasterxml.jackson.databind.JsonNode;
import com.marcnuri.helm.Helm;
import com.marcnuri.helm.TemplateCommand;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The chart's folder, rendered by Helm's own engine. */
final class Chart {
    static final Path FOLDER = Path.of("netwatch").toAbsolutePath();
    static final Path RESOURCES = Path.of("src", "test", "resources").toAbsolutePath();
    static final String RELEASE = "netwatch";
    static final String NAMESPACE = "netwatch-system";
    /** Of the cluster that is rendered for; without it the engine assumes 1.20, which the chart refuses. */
    static final String KUBE_VERSION = "1.34.0";

    /** The engine leaves hooks out of what it renders: in a copy of the chart, what marks them bears another name. */
    private static final String HOOK = "helm.sh/hook";

    private static final String HIDDEN_HOOK = "hidden.helm.sh/hook";
    private static final Path WITH_HOOKS = copyWithHooks();

    private Chart() {}

    /** The chart's own values. */
    static JsonNode values() {
        return Yaml.read(FOLDER.resolve("values.yaml"));
    }

    /**
     * What an install of release {@value #RELEASE} would make, and the hooks; throws with Helm's message where that is
     * refused.
     */
    static Rendering render(JsonNode values) {
        return render(RELEASE, values);
    }

    static Rendering render(String release, JsonNode values) {
        var made = withValues(values, template(WITH_HOOKS).withName(release));
        return new Rendering(Yaml.readAll(made.replace(HIDDEN_HOOK, HOOK)));
    }

    /** A rendering to be completed; for release {@value #RELEASE} on the newest Kubernetes. Without hooks. */
    static TemplateCommand template(Path chart) {
        return new Helm(chart)
                .template()
                .withName(RELEASE)
                .withNamespace(NAMESPACE)
                .withKubeVersion(KUBE_VERSION);
    }

    /** The entries of a folder of the test resources, sorted by name. */
    static List<Path> cases(String folder) {
        return entries(RESOURCES.resolve(folder));
    }

    /** What is in a folder, sorted by name. */
    static List<Path> entries(Path folder) {
        try (var entries = Files.list(folder)) {
            return entries.sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Copies the chart's files; what is there already is overwritten. */
    static void copyTo(Path folder) throws IOException {
        try (var files = Files.walk(FOLDER)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                var copy = folder.resolve(FOLDER.relativize(file));
                Files.createDirectories(copy.getParent());
                Files.writeString(copy, Files.readString(file));
            }
        }
    }

    private static String withValues(JsonNode values, TemplateCommand command) {
        try {
            var file = Files.createTempFile("values", ".yaml");
            try {
                Files.writeString(file, Yaml.write(values));
                return command.withValuesFile(file).call();
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path copyWithHooks() {
        try {
            var copy = Path.of("target", "chart-with-hooks").toAbsolutePath();
            copyTo(copy);
            for (var template : entries(copy.resolve("templates/tests"))) {
                Files.writeString(template, Files.readString(template).replace(HOOK, HIDDEN_HOOK));
            }
            return copy;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
