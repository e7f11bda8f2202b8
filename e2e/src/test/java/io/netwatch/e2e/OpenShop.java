package io.netwatch.e2e;

import io.netwatch.e2e.shop.Shop;
import io.netwatch.e2e.testbed.Testbed;
import java.time.Duration;

/** A process that opens the shop on a testbed, says so, and waits to be ended. */
final class OpenShop {
    static final String OPEN = "open";

    private OpenShop() {}

    public static void main(String... args) throws InterruptedException {
        Shop shop = Shop.open(new Testbed(Duration.ofMillis(100)));
        System.out.println(OPEN);
        synchronized (shop) {
            shop.wait();
        }
    }
}
