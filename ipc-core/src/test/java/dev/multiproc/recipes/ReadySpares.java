package dev.multiproc.recipes;

import dev.multiproc.Multiprocessing;
import dev.multiproc.Options;
import dev.multiproc.Preload;
import dev.multiproc.queue.SharedQueue;
import java.util.regex.Pattern;

// recipe: ready-spares
final class ReadySpares {
    /** Takes long to initialize, as a driver or a model does. */
    static final class Rules {
        static final Pattern WORD = Pattern.compile("\\p{IsAlphabetic}+");

        private Rules() {}
    }

    static Options withReadySpares() {
        return Options.defaults()
                .withSpares(2)
                .withPreload(Preload.of(Rules.class).onError(Preload.OnError.FAIL));
    }

    static boolean isWord(String text) throws Exception {
        try (Multiprocessing mp = Multiprocessing.open(withReadySpares())) {
            SharedQueue<Boolean> answer = mp.queue();
            mp.process(() -> answer.put(Rules.WORD.matcher(text).matches()))
                    .start()
                    .joinOrThrow();
            return answer.take();
        }
    }

    private ReadySpares() {}
}
// end
