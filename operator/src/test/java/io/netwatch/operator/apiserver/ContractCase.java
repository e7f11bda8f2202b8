package io.netwatch.operator.apiserver;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

/** What the parts of the contract share: a server, the wire to it through the proxy, a namespace. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ContractCase {
    protected ApiServerUnderTest api;
    protected Wire wire;

    protected String namespace;

    /** The server that this run is about. */
    abstract ApiServerUnderTest open();

    @BeforeAll
    void start() {
        api = open();
        wire = new Wire(api.proxy().url());
        namespace = api.namespace("contract");
        prepare();
    }

    /** Once, before the first case. */
    void prepare() {}

    @AfterAll
    void stop() {
        cleanUp();
        api.close();
    }

    /** Once, after the last case. */
    void cleanUp() {}

    /** The path of a core kind in the case's namespace. */
    String core(String plural) {
        return "/api/v1/namespaces/" + namespace + "/" + plural;
    }

    String group(String group, String plural) {
        return "/apis/" + group + "/v1/namespaces/" + namespace + "/" + plural;
    }

    static ConditionFactory soon() {
        return await().atMost(Duration.ofSeconds(30)).pollInterval(Duration.ofMillis(20));
    }

    static String configMap(String name, String value) {
        return """
            {"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"%s"},"data":{"a":"%s"}}""".formatted(name, value);
    }
}
