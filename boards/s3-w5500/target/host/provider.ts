/** What Moddable's examples would find on this board; the program names its pins itself. */
export default Object.freeze({});
