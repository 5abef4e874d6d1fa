package dev.multiproc.launcher.run;

import dev.multiproc.launcher.args.ChoiceConverter;
import java.util.Locale;

/** The language of the lines that cooks, eaters and the parent print. */
enum Language {
    ZH("主", " 生产了 ", " 吃 "),
    EN("main", " made ", " eats ");

    private static final int KINDS = 3;

    private final String parent;
    private final String made;
    private final String eats;

    Language(String parent, String made, String eats) {
        this.parent = parent;
        this.made = made;
        this.eats = eats;
    }

    String parent() {
        return parent;
    }

    String made(Worker cook, int number) {
        return cook.name() + made + kind(cook.index()) + number;
    }

    String eats(String eater, Food food) {
        return eater + eats + kind(food.cook()) + food.number();
    }

    /** The first cook makes the first kind, the second the second, the fourth the first again. */
    private String kind(int cook) {
        return switch (cook % KINDS) {
            case 0 -> this == ZH ? "包子" : "bun";
            case 1 -> this == ZH ? "骨头" : "bone";
            default -> this == ZH ? "泔水" : "swill";
        };
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Reads it from the command line. */
    static final class Converter extends ChoiceConverter<Language> {
        Converter() {
            super(Language.class);
        }
    }
}
