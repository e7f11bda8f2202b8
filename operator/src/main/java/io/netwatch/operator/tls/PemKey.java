package io.netwatch.operator.tls;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.PemKeyCertOptions;

/** A certificate and its key in the form that Vert.x takes. */
final class PemKey {
    private PemKey() {}

    static KeyCertOptions of(KeyedCertificate identity) {
        return new PemKeyCertOptions()
                .addCertValue(Buffer.buffer(identity.certificatePem()))
                .addKeyValue(Buffer.buffer(identity.keyPem()));
    }
}
