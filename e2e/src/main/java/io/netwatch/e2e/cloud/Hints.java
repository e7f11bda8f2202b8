package io.netwatch.e2e.cloud;

import java.io.PrintStream;
import java.nio.file.Path;

/** Tells a person what to do so that something comes in. */
final class Hints {
    private final PrintStream out;

    Hints(PrintStream out) {
        this.out = out;
    }

    /**
     * Prints them.
     *
     * @param key file of the API key
     * @param authority file of the CA's certificate
     */
    void print(Receiver receiver, Path key, Path authority) {
        out.println("NetWatch's local receiver listens: " + receiver.endpoint());
        out.println("  API key         " + key);
        out.println("  CA certificate  " + authority);
        out.println();
        out.println("This machine's own connections:");
        out.println("  ./netwatch agent --cloud=" + receiver.endpoint() + " --cloud-key=" + key + " --cloud-ca="
                + authority);
        out.println();
        out.println("A cluster's, whose nodes must reach that address (--listen, --name):");
        out.println("  kubectl create secret generic netwatch-cloud --from-file=api-key=" + key);
        out.println("  kubectl label secret netwatch-cloud netwatch.io/cloud-key=true");
        out.println("  and in a NetWatchPolicy of that namespace:");
        out.print(policy(receiver).indent(4));
        out.println();
        out.println("What came in so far:");
        out.println("  curl --cacert " + authority + " -H \"Authorization: Bearer $(cat " + key + ")\" "
                + receiver.endpoint().resolve(Receiver.RECEIVED));
        out.println("Ctrl-C ends it.");
        out.flush();
    }

    private static String policy(Receiver receiver) {
        return "spec:\n  cloud:\n    endpoint: " + receiver.endpoint()
                + "\n    apiKeySecretRef: {name: netwatch-cloud}\n    caBundle: |\n"
                + receiver.authority().indent(6);
    }
}
