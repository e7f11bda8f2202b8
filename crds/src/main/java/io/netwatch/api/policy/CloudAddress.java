package io.netwatch.api.policy;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.regex.Pattern;

/** Forms of where snapshots may go. */
final class CloudAddress {
    private static final Pattern FOLDER = Pattern.compile("file:///[^@?#]+");
    private static final Pattern CERTIFICATE =
            Pattern.compile("-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\\s]+-----END CERTIFICATE-----");

    private CloudAddress() {}

    /** Whether it is a URL of that scheme with a host and without a user. */
    static boolean isUrl(String text, String scheme) {
        if (text == null || text.contains("@")) {
            return false;
        }
        try {
            URI uri = new URI(text);
            return scheme.equals(uri.getScheme()) && uri.getHost() != null;
        } catch (URISyntaxException e) {
            return false;
        }
    }

    /** Whether it is a folder of the node. */
    static boolean isFolder(String text) {
        return text != null && FOLDER.matcher(text).matches();
    }

    /** Whether it has a certificate in it. */
    static boolean isCaBundle(String pem) {
        return CERTIFICATE.matcher(pem).find();
    }
}
