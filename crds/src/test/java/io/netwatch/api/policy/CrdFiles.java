package io.netwatch.api.policy;

import io.fabric8.crdv2.generator.CRDGenerator;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Makes the CRD files from the records. */
final class CrdFiles {
    /** Where they are checked in: beside the records, and in the chart, which can read its own folder only. */
    static final List<Path> FOLDERS = List.of(Path.of("yaml"), Path.of("..", "helm", "netwatch", "files", "crds"));

    private CrdFiles() {}

    /** File name to content, for each kind. */
    static Map<String, String> generate() {
        InMemory output = new InMemory();
        new CRDGenerator()
                .customResourceClasses(NetWatchPolicy.class, ClusterNetWatchPolicy.class)
                .forCRDVersions("v1")
                .withPostProcessor(new CrdShape())
                .withOutput(output)
                .generate();
        Map<String, String> files = new TreeMap<>();
        output.written.forEach((name, bytes) -> files.put(
                name.replace("-v1", ".yaml"),
                bytes.toString(StandardCharsets.UTF_8).lines().skip(1).reduce("", (all, line) -> all + line + "\n")));
        return files;
    }

    private static final class InMemory implements CRDGenerator.CRDOutput<OutputStream> {
        private final Map<String, ByteArrayOutputStream> written = new TreeMap<>();

        @Override
        public OutputStream outputFor(String crdName) {
            return written.computeIfAbsent(crdName, name -> new ByteArrayOutputStream());
        }

        @Override
        public URI crdURI(String crdName) {
            return URI.create("file:///" + crdName);
        }

        @Override
        public void close() {
            // nothing is open
        }
    }
}
