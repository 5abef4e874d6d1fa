package dev.multiproc.launcher.args;

import java.util.Arrays;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Reads one of an enum's constants as {@code toString} writes them, and names them all when it is none.
 *
 * @param <E> the enum
 */
public abstract class ChoiceConverter<E extends Enum<E>> implements ITypeConverter<E> {
    private final Class<E> type;

    /**
     * For sub-classes.
     *
     * @param type the enum
     */
    protected ChoiceConverter(Class<E> type) {
        this.type = type;
    }

    @Override
    public E convert(String text) {
        E[] choices = type.getEnumConstants();
        for (E choice : choices) {
            if (choice.toString().equals(text)) {
                return choice;
            }
        }
        String names = Arrays.stream(choices).map(E::toString).collect(Collectors.joining(", "));
        throw new TypeConversionException("'" + text + "' is none of " + names);
    }
}
