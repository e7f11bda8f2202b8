package io.netwatch.e2e.cloud;

/** A request that isn't taken, with what it is answered. */
final class Refused extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Answer answer;

    Refused(int status, String message) {
        this(Answer.refusal(status, message));
    }

    Refused(Answer answer) {
        super(null, null, false, false);
        this.answer = answer;
    }

    Answer answer() {
        return answer;
    }
}
