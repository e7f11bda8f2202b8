# Answers DNS queries for tests, where the test puts it: refuses each one that comes to ADDRESS, port 53, over UDP.
# Prints one line when it is ready.
use strict;
use warnings;
use IO::Socket::IP;

$| = 1;
my ($address) = @ARGV;
my $socket = IO::Socket::IP->new(LocalHost => $address, LocalPort => 53, Proto => 'udp') || die "listen: $!";
print "ready\n";
while ($socket->recv(my $query, 512)) {
    my ($id) = unpack 'n', $query;
    $socket->send(pack('n6', $id, 0x8105, 1, 0, 0, 0) . substr($query, 12));    # QR, RD, REFUSED: RFC 1035, 4.1.1
}
