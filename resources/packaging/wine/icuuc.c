/* For the test prefix only, never shipped: Windows 10 has icuuc.dll, Wine 8 has not. Qt asks it for text
 * converters and does without when opening one fails; nothing else is ever called then. */
#define EXPORT __declspec(dllexport)

static void *refuse(int *code)
{
    if (code && *code <= 0)
        *code = 4; /* U_FILE_ACCESS_ERROR */
    return 0;
}

EXPORT void *ucnv_open(const char *name, int *code) { (void)name; return refuse(code); }
EXPORT const char *ucnv_getName(const void *converter, int *code) { (void)converter; return refuse(code); }
EXPORT const char *ucnv_getStandardName(const char *name, const char *standard, int *code)
{
    (void)name; (void)standard;
    return refuse(code);
}
EXPORT const char *ucnv_getAvailableName(int number) { (void)number; return 0; }
EXPORT int ucnv_countAvailable(void) { return 0; }

#define NEVER(name) EXPORT void *name(void) { return 0; }
NEVER(ucnv_close)
NEVER(ucnv_reset)
NEVER(ucnv_getMaxCharSize)
NEVER(ucnv_getToUCallBack)
NEVER(ucnv_getFromUCallBack)
NEVER(ucnv_setToUCallBack)
NEVER(ucnv_setFromUCallBack)
NEVER(ucnv_cbToUWriteUChars)
NEVER(ucnv_cbFromUWriteUChars)
NEVER(ucnv_toUnicode)
NEVER(ucnv_fromUnicode)
NEVER(ucnv_toUCountPending)
NEVER(ucnv_fromUCountPending)
NEVER(UCNV_FROM_U_CALLBACK_SUBSTITUTE)
NEVER(UCNV_TO_U_CALLBACK_SUBSTITUTE)
