package dev.multiproc.queue;

import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The contract of queues, except for what queues at a server cannot do yet. */
abstract class RedisQueueContract extends QueueContract {
    @Override
    @Disabled("dead letters at a server are not put back yet")
    @Test
    public void aRejectedItemIsADeadLetterStill() {}

    @Override
    @Disabled("the bytes of a dead letter at a server have the codec's mark before them")
    @Test
    public void aLetterSaysWhatItWasAndWhyItDied() {}

    @Override
    @Disabled("the bytes of a dead letter at a server have the codec's mark before them")
    @Test
    public void lettersAreCopiesInTheirOrderAndStay() {}

    @Override
    @Disabled("the bytes of a dead letter at a server have the codec's mark before them")
    @Test
    public void aRejectedItemIsADeadLetterAtOnceAndFinished() {}

    @Override
    @Disabled("nothing is put among dead letters at a server by hand")
    @Test
    public void whatSomebodyPutsThereHimselfIsALetterToo() {}

    @Override
    @Disabled("nothing is put among dead letters at a server by hand")
    @Test
    public void aLetterSaysForWhichKindOfReasonAndWhen() {}

    @Override
    @Disabled("nothing is put among dead letters at a server by hand")
    @ParameterizedTest
    @EnumSource
    public void theQueueOfDeadLettersIsTheSameForAllAndHasNoneOfItsOwn(QueueKind kind) {}

    @Override
    @Disabled("dead letters at a server are not put back yet")
    @Test
    public void allGoToTheEndInTheirOrderAndAreNew() {}

    @Override
    @Disabled("dead letters at a server are not put back yet")
    @Test
    public void twoWhoRedriveAtTheSameTimeDoNotDoItTwice() {}

    @Override
    @Disabled("dead letters at a server are not put back yet")
    @Test
    public void itWaitsForRoom() {}

    @Override
    @Disabled("dead letters at a server are not put back yet")
    @Test
    public void intoAQueueThatIsShutDownNothingGoes() {}

    @Override
    @Disabled("dead letters at a server are not put back yet")
    @Test
    public void whatIsPutThereByHandAndWhatCannotBeReadGoToo() {}

    @Override
    @Disabled("dead letters at a server are not put back yet")
    @Test
    public void someAreChosen() {}
}
