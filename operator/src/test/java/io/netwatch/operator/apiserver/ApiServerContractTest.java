package io.netwatch.operator.apiserver;

import java.nio.file.Path;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** One contract for both servers: in memory always, real when {@value ApiServerUnderTest#KUBECONFIG} names a kubeconfig file. */
class ApiServerContractTest {
    private static ApiServerUnderTest real() {
        return ApiServerUnderTest.real(Path.of(System.getProperty(ApiServerUnderTest.KUBECONFIG)));
    }

    @Nested
    class ObjectsInMemory extends ObjectsContract {
        @Override
        ApiServerUnderTest open() {
            return ApiServerUnderTest.inMemory();
        }
    }

    @Nested
    @EnabledIfSystemProperty(named = ApiServerUnderTest.KUBECONFIG, matches = ".+")
    class ObjectsReal extends ObjectsContract {
        @Override
        ApiServerUnderTest open() {
            return real();
        }
    }
}
