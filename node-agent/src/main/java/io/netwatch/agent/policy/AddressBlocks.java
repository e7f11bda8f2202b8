package io.netwatch.agent.policy;

import io.netwatch.api.policy.CidrFilter;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * Addresses of peers: those in the blocks included, or all when none are, without those excluded. Addresses are 128 bits as
 * in {@code Endpoint}, IPv4 as IPv4-mapped IPv6. Allocates nothing when asked.
 */
final class AddressBlocks {
    private static final int IPV4_BYTES = 4;
    private static final int MAPPED_BITS = 96;
    private static final long MAPPED = 0xffffL << 32;

    private final Block[] included;
    private final Block[] excluded;

    private record Block(long high, long low, long highMask, long lowMask) {
        boolean has(long otherHigh, long otherLow) {
            return ((high ^ otherHigh) & highMask) == 0 && ((low ^ otherLow) & lowMask) == 0;
        }
    }

    /** Of a valid policy; null takes all. */
    AddressBlocks(CidrFilter filter) {
        included = filter == null ? new Block[0] : blocks(filter.include());
        excluded = filter == null ? new Block[0] : blocks(filter.exclude());
    }

    private static Block[] blocks(List<String> cidrs) {
        return cidrs.stream().map(AddressBlocks::block).toArray(Block[]::new);
    }

    private static Block block(String cidr) {
        int slash = cidr.indexOf('/');
        int bits = Integer.parseInt(cidr.substring(slash + 1));
        byte[] address = literal(cidr.substring(0, slash));
        if (address.length == IPV4_BYTES) {
            long v4 = ByteBuffer.wrap(address).getInt() & 0xffffffffL;
            // an IPv4-mapped address comes as IPv4, too, with the prefix of IPv6
            return block(0, MAPPED | v4, cidr.indexOf(':') < 0 ? bits + MAPPED_BITS : bits);
        }
        ByteBuffer v6 = ByteBuffer.wrap(address);
        return block(v6.getLong(), v6.getLong(), bits);
    }

    private static Block block(long high, long low, int bits) {
        return new Block(high, low, mask(Math.min(bits, Long.SIZE)), mask(Math.max(bits - Long.SIZE, 0)));
    }

    private static long mask(int bits) {
        return bits == 0 ? 0 : -1L << (Long.SIZE - bits);
    }

    private static byte[] literal(String address) {
        try {
            return InetAddress.getByName(address).getAddress();
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("The policy was to be checked before: " + address, e);
        }
    }

    boolean has(long high, long low) {
        return (included.length == 0 || isIn(included, high, low)) && !isIn(excluded, high, low);
    }

    private static boolean isIn(Block[] blocks, long high, long low) {
        for (Block block : blocks) {
            if (block.has(high, low)) {
                return true;
            }
        }
        return false;
    }
}
