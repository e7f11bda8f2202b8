package io.netwatch.operator.apiserver;

import java.nio.file.Path;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** One contract for both servers: in memory always, real when {@value ApiServerUnderTest#KUBECONFIG} names a kubeconfig file. */
class ApiServerContractTest {
    private static final String NEEDED = "needs a real API server: ./netwatch test --kubeconfig FILE";

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
    @EnabledIfSystemProperty(named = ApiServerUnderTest.KUBECONFIG, matches = ".+", disabledReason = NEEDED)
    class ObjectsReal extends ObjectsContract {
        @Override
        ApiServerUnderTest open() {
            return real();
        }
    }

    @Nested
    class PatchInMemory extends PatchContract {
        @Override
        ApiServerUnderTest open() {
            return ApiServerUnderTest.inMemory();
        }
    }

    @Nested
    @EnabledIfSystemProperty(named = ApiServerUnderTest.KUBECONFIG, matches = ".+", disabledReason = NEEDED)
    class PatchReal extends PatchContract {
        @Override
        ApiServerUnderTest open() {
            return real();
        }
    }

    @Nested
    class SchemaInMemory extends SchemaContract {
        @Override
        ApiServerUnderTest open() {
            return ApiServerUnderTest.inMemory();
        }
    }

    @Nested
    @EnabledIfSystemProperty(named = ApiServerUnderTest.KUBECONFIG, matches = ".+", disabledReason = NEEDED)
    class SchemaReal extends SchemaContract {
        @Override
        ApiServerUnderTest open() {
            return real();
        }
    }

    @Nested
    class WatchInMemory extends WatchContract {
        @Override
        ApiServerUnderTest open() {
            return ApiServerUnderTest.inMemory();
        }
    }

    @Nested
    @EnabledIfSystemProperty(named = ApiServerUnderTest.KUBECONFIG, matches = ".+", disabledReason = NEEDED)
    class WatchReal extends WatchContract {
        @Override
        ApiServerUnderTest open() {
            return real();
        }
    }

    @Nested
    class LifecycleInMemory extends LifecycleContract {
        @Override
        ApiServerUnderTest open() {
            return ApiServerUnderTest.inMemory();
        }
    }

    @Nested
    @EnabledIfSystemProperty(named = ApiServerUnderTest.KUBECONFIG, matches = ".+", disabledReason = NEEDED)
    class LifecycleReal extends LifecycleContract {
        @Override
        ApiServerUnderTest open() {
            return real();
        }
    }

    @Nested
    class ProxyInMemory extends ProxyContract {
        @Override
        ApiServerUnderTest open() {
            return ApiServerUnderTest.inMemory();
        }
    }

    @Nested
    @EnabledIfSystemProperty(named = ApiServerUnderTest.KUBECONFIG, matches = ".+", disabledReason = NEEDED)
    class ProxyReal extends ProxyContract {
        @Override
        ApiServerUnderTest open() {
            return real();
        }
    }
}
