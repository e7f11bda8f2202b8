package io.netwatch.operator.tls;

/** Why a certificate or a trust list was made anew. One word for metrics and events, one sentence for people. */
public enum CertificateChange {
    CA_CREATED("there was no certificate authority: made one"),
    CA_UNREADABLE("the certificate authority's Secret could not be read: made a new one, agents are trusted again once "
            + "their Secret has reached them"),
    CA_EXPIRED("the certificate authority has expired or is not valid yet: made a new one, agents are trusted again "
            + "once their Secret has reached them"),
    CA_ANNOUNCED("the certificate authority ends before long: its successor is in the trust list and signs from "
            + "tomorrow on"),
    CA_SUCCESSOR_UNREADABLE("the certificate authority's successor could not be read: made another"),
    CA_ROTATED("the announced certificate authority signs"),
    CA_PREVIOUS_DROPPED("the certificate authority before this one is no longer trusted"),
    LEAF_CREATED("there was no certificate: made one"),
    LEAF_UNREADABLE("the certificate could not be read: made a new one"),
    LEAF_WRONG_ROLE("the certificate was for another role or name: made a new one"),
    LEAF_FOREIGN("the certificate was not signed by the certificate authority that signs: made a new one"),
    LEAF_DUE("less than a third of the certificate's life was left: made a new one");

    private final String sentence;

    CertificateChange(String sentence) {
        this.sentence = sentence;
    }

    public String sentence() {
        return sentence;
    }
}
