package io.netwatch.agent.kernel;

/** Links of /proc that name a kernel object, not a file: {@code net:[4026531840]}, {@code socket:[14165694]}. */
final class ObjectLink {
    private ObjectLink() {}

    /** The inode that a link to an object of this type names; 0 when it leads to something else. */
    static long inode(String type, String link) {
        int digits = type.length() + 2;
        if (!link.startsWith(type) || !link.startsWith(":[", type.length()) || !link.endsWith("]")) {
            return 0;
        }
        try {
            return Math.max(0, Long.parseLong(link, digits, link.length() - 1, 10));
        } catch (NumberFormatException | IndexOutOfBoundsException e) {
            return 0;
        }
    }
}
