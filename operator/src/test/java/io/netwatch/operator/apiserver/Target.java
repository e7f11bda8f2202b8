package io.netwatch.operator.apiserver;

/**
 * What a request is about, as RBAC sees it.
 *
 * @param group empty for the core group
 * @param namespace empty for all namespaces and for cluster-wide kinds; of a namespace itself its own name
 * @param name empty for a collection
 * @param subresource empty for the object itself
 */
record Target(String group, String version, String resource, String namespace, String name, String subresource) {
    private static final Target NONE = new Target("", "", "", "", "", "");

    /** Reads a path without its query; {@link #isResource} is false for paths that aren't of a resource. */
    static Target of(String path) {
        String[] parts = path.substring(1).split("/", -1);
        boolean core = parts.length > 2 && parts[0].equals("api");
        boolean group = parts.length > 3 && parts[0].equals("apis");
        if (!core && !group) {
            return NONE;
        }
        int at = core ? 2 : 3;
        String groupName = core ? "" : parts[1];
        String version = parts[at - 1];
        String namespace = "";
        if (parts[at].equals("namespaces") && parts.length > at + 1) {
            namespace = part(parts, at + 1);
            boolean itself = parts.length == at + 2 || (core && isOf(parts[at + 2], "status", "finalize"));
            at += itself ? 0 : 2;
        }
        return new Target(groupName, version, part(parts, at), namespace, part(parts, at + 1), part(parts, at + 2));
    }

    boolean isResource() {
        return !resource.isEmpty();
    }

    /** The verb of a request, as RBAC names it. */
    String verb(String method, boolean watch) {
        return switch (method) {
            case "GET", "HEAD" -> watch ? "watch" : name.isEmpty() ? "list" : "get";
            case "POST" -> "create";
            case "PUT" -> "update";
            case "PATCH" -> "patch";
            case "DELETE" -> name.isEmpty() ? "deletecollection" : "delete";
            default -> method;
        };
    }

    private static String part(String[] parts, int at) {
        return at < parts.length ? parts[at] : "";
    }

    private static boolean isOf(String part, String... words) {
        return java.util.Arrays.asList(words).contains(part);
    }
}
