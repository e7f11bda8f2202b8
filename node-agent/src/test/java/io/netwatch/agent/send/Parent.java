package io.netwatch.agent.send;

import java.io.IOException;

/** The process that started this one, as children of tests know it: it holds their standard input open. */
final class Parent {
    private Parent() {}

    /** Has this process end when its parent does, however that ends. */
    static void endWithIt() {
        Thread watch = new Thread(
                () -> {
                    try {
                        while (System.in.read() >= 0) {
                            // until the end
                        }
                    } catch (IOException e) {
                        // which is the end, too
                    }
                    Runtime.getRuntime().halt(1);
                },
                "parent");
        watch.setDaemon(true);
        watch.start();
    }
}
