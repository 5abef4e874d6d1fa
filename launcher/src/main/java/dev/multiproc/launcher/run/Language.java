package dev.multiproc.launcher.run;

import dev.multiproc.launcher.args.EnumConverter;
import dev.multiproc.launcher.work.Delivered;
import java.util.Locale;

/** The language of the lines that producers, consumers and the parent print. */
enum Language {
    ZH("主", " 生产了 ", " 吃 "),
    EN("main", " made ", " eats ");

    private static final int KINDS = 3;

    private final String parent;
    private final String produced;
    private final String consumed;

    Language(String parent, String produced, String consumed) {
        this.parent = parent;
        this.produced = produced;
        this.consumed = consumed;
    }

    String parent() {
        return parent;
    }

    String produced(Worker producer, int number) {
        return producer.name() + produced + kind(producer.index()) + number;
    }

    String consumed(String consumer, Delivered item) {
        return consumer + consumed + kind(item.producer()) + item.number();
    }

    /** Each producer makes one kind of item; the fourth producer makes the same kind as the first. */
    private String kind(int producer) {
        return switch (producer % KINDS) {
            case 0 -> this == ZH ? "包子" : "bun";
            case 1 -> this == ZH ? "骨头" : "bone";
            default -> this == ZH ? "泔水" : "swill";
        };
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Parses it from the command line. */
    static final class Converter extends EnumConverter<Language> {
        Converter() {
            super(Language.class);
        }
    }
}
