/* Solus, the voice isolator, for C. ISO C99; needs no other header.
 *
 *     solus_engine* solus = solus_create(NULL);
 *     if (solus == NULL || solus_prepare(solus, 48000.0, 2) != 0) puts(solus_last_error(solus));
 *     solus_process(solus, inputs, outputs, frames);
 *     solus_destroy(solus);
 *
 * Threads. Each function says where it may be called:
 *     [audio thread]    the thread of solus_process(), one at a time
 *     [any thread]      at any time, also on the audio thread
 *     [control thread]  any thread but the audio thread, at any time; may allocate, read files and wait for other control
 *                       threads
 *     [stopped]         a control thread, while no function of [audio thread] runs on this engine
 *     [one thread]      any thread but the audio thread, one at a time for one enrolment
 * Functions of [audio thread] and [any thread] are real-time: they allocate nothing, take no lock, make no system call
 * and never wait. Engines are independent of each other; they share only the weights of built-in models.
 *
 * Errors. Nothing is thrown across this interface. A function that returns int returns 0 (SOLUS_OK) for success unless
 * it says otherwise. After any other result, solus_last_error() says in one line what failed, where and what to do, and
 * the engine is as it was before the call. A NULL where it is not allowed is an error, not a crash.
 *
 * Text is UTF-8 and NUL-terminated. */
#ifndef SOLUS_H
#define SOLUS_H

#if defined(SOLUS_BUILDING) && defined(__GNUC__)
#define SOLUS_API __attribute__((visibility("default")))
#else
#define SOLUS_API
#endif

#ifdef __cplusplus
extern "C" {
#endif

/* One denoiser, one speaker model and the state of one stream. Owned by the caller of solus_create(). */
typedef struct solus_engine solus_engine;

enum {
    SOLUS_OK = 0,
    SOLUS_BAD_ARGUMENT = 1, /* NULL, out of range, unknown ID */
    SOLUS_NOT_PREPARED = 2, /* call solus_prepare(), or solus_enrolment_finish(), first */
    SOLUS_FAILED = 3        /* cannot load a model or voice; unsupported rate or channels; no memory */
};

/* A new engine, or NULL. `model`: NULL for the default, the name of a built-in model ("live"), or the path of a
 * .safetensors file; the text is copied. After NULL, solus_last_error(NULL) says why. [control thread] */
SOLUS_API solus_engine* solus_create(const char* model);

/* Frees the engine; NULL is allowed. No other call on this engine may run or follow. [stopped] */
SOLUS_API void solus_destroy(solus_engine* solus);

/* The last error of this engine; for NULL, the calling thread's last error that belongs to no engine and no enrolment.
 * Never NULL; "" if there was none. Owned by Solus, valid until the same thread calls this function or
 * solus_enrolment_last_error() again. [control thread] */
SOLUS_API const char* solus_last_error(const solus_engine* solus);

/* Sizes all memory for 8000 to 192000 Hz (rounded to whole Hz) and 1 to 64 channels, and clears the signal history;
 * settings and voices stay. May be called again. After an error the previous preparation stays in force.
 * [stopped] */
SOLUS_API int solus_prepare(solus_engine* solus, double rate, int channels);

/* `in` and `out`: one pointer per channel to `frames` samples, full scale 1; any number of frames, including
 * 0. `in` and `out` may be the same buffers. Samples that are not finite count as 0. Output n is the processed input
 * n - solus_latency(). After an error nothing has been written. [audio thread] */
SOLUS_API int solus_process(solus_engine* solus, const float* const* in, float* const* out, int frames);

/* Clears the signal history, as if nothing had been processed. A model that is fading in takes over at once.
 * [audio thread] */
SOLUS_API int solus_reset(solus_engine* solus);

/* The delay from input to output in whole samples; 0 before solus_prepare(), -1 for NULL. Changes once a
 * model or look-ahead of different delay has faded in. [any thread] */
SOLUS_API int solus_latency(const solus_engine* solus);

/* Models */

/* Changes the denoiser; `model` as for solus_create(). While audio runs, the new one is warmed up alongside the old one
 * and cross-faded, in about 0.3 s. If it cannot be loaded, the old one keeps playing. [control thread] */
SOLUS_API int solus_set_model(solus_engine* solus, const char* model);

/* The names of the built-in denoisers, index 0 to solus_model_count() - 1, for solus_create(); NULL out of range. Owned
 * by Solus, always valid. [control thread] */
SOLUS_API int solus_model_count(void);
SOLUS_API const char* solus_model_name(int index);

/* Settings */

enum { SOLUS_NUMBER = 0, SOLUS_TOGGLE = 1 /* off at 0, on at 1 */ };

/* One parameter. IDs, units and ranges never change. */
typedef struct solus_parameter {
    const char* id;   /* "amount" */
    const char* name; /* "Noise reduction" */
    const char* unit; /* "dB", "%", "ms", or "" */
    const char* help; /* one line */
    float low, high;  /* both inclusive */
    float step;       /* of a control; values between steps are allowed */
    float standard;   /* default value of a new engine */
    int kind;         /* SOLUS_NUMBER or SOLUS_TOGGLE */
    int rebuilds;     /* 1: solus_set() allocates and cross-fades, so it is for control threads */
} solus_parameter;

/* Index 0 to solus_parameter_count() - 1; NULL out of range. Owned by Solus, always valid. [control thread] */
SOLUS_API int solus_parameter_count(void);
SOLUS_API const solus_parameter* solus_parameter_at(int index);

/* Sets one parameter, in its unit, from `low` to `high`; a toggle is on from 0.5. Takes effect with the next
 * solus_process(), smoothly. [any thread] while it succeeds; [control thread] for parameters that rebuild, and where it may
 * fail */
SOLUS_API int solus_set(solus_engine* solus, const char* id, float value);

/* The value that was set last. [any thread] while it succeeds; [control thread] where it may fail */
SOLUS_API int solus_get(const solus_engine* solus, const char* id, float* value);

/* Voices */

/* Sets the voices that pass while "gate" is on; replaces the previous set. `voices`: `count` names of enrolled voices,
 * or paths of .voice files; at most 16. With none, everybody passes. If one of them cannot be loaded, the call fails and
 * the old set stays. [control thread] */
SOLUS_API int solus_set_voices(solus_engine* solus, const char* const* voices, int count);
SOLUS_API int solus_clear_voices(solus_engine* solus);

/* Keeps the score running while "gate" is off. Off by default. [any thread] */
SOLUS_API int solus_listen(solus_engine* solus, int on);

/* The probability, 0 to 1, that the last speech was of one of the voices; 0 while the score is not running,
 * -1 for NULL. [any thread] */
SOLUS_API float solus_score(const solus_engine* solus);

/* Enrolment */

/* An enrolment in progress: embeddings, never audio. Owned by the caller of solus_enrolment_create(). An enrolment is
 * independent of engines and of other enrolments. None of its functions is real-time: an audio thread must pass the samples
 * to another thread. Errors as above, with solus_enrolment_last_error(). */
typedef struct solus_enrolment solus_enrolment;

/* A new enrolment for sound at 8000 to 192000 Hz (rounded to whole Hz) with 1 to 64 channels, or NULL. Loads
 * models. After NULL, solus_last_error(NULL) says why. [control thread] */
SOLUS_API solus_enrolment* solus_enrolment_create(double rate, int channels);

/* Frees the enrolment; NULL is allowed. Saved voices stay. No other call on it may run or follow. [one thread] */
SOLUS_API void solus_enrolment_destroy(solus_enrolment* enrolment);

/* The last error of this enrolment; for NULL as solus_last_error(NULL). Never NULL; "" if there was none. Owned by
 * Solus, valid until the same thread calls this function or solus_last_error() again. [one thread] */
SOLUS_API const char* solus_enrolment_last_error(const solus_enrolment* enrolment);

/* Takes the next samples of the voice alone: one pointer per channel to `frames` samples, full scale 1; any number of
 * frames, including 0. They are read during the call and not kept. SOLUS_FAILED after solus_enrolment_finish().
 * [one thread] */
SOLUS_API int solus_enrolment_push(solus_enrolment* enrolment, const float* const* in, int frames);

/* Seconds of speech so far, without pauses; -1 for NULL. Ten make a good voice print, one is the minimum.
 * [one thread] */
SOLUS_API double solus_enrolment_seconds(const solus_enrolment* enrolment);

/* What to tell the talker now, with `wanted_seconds` of speech as the aim: a problem to fix ("too quiet: ..."), "keep
 * talking: 6 s", or "" when there is enough speech. "" for NULL too. Owned by the enrolment, valid until this function
 * is next called on it. [one thread] */
SOLUS_API const char* solus_enrolment_advice(solus_enrolment* enrolment, double wanted_seconds);

/* Ends the recording and makes the voice print. With less than one second of speech it returns SOLUS_FAILED, and more
 * can be pushed. A second call does nothing. [one thread] */
SOLUS_API int solus_enrolment_finish(solus_enrolment* enrolment);

/* Warnings about the recording after solus_enrolment_finish(), one line each: too quiet, two talkers, ... Index 0 to
 * solus_enrolment_finding_count() - 1; NULL out of range. Owned by the enrolment, valid until
 * solus_enrolment_destroy(). [one thread] */
SOLUS_API int solus_enrolment_finding_count(const solus_enrolment* enrolment);
SOLUS_API const char* solus_enrolment_finding(const solus_enrolment* enrolment, int index);

/* Saves the voice. Call it after solus_enrolment_finish() (else SOLUS_NOT_PREPARED), as often as you like. `voice`: a
 * name, in the folder that all programs of Solus share, or a path that ends in .voice; the text is copied.
 * solus_set_voices() then accepts it. SOLUS_FAILED if the name is invalid, if the disk is full, if the file exists and
 * is not a voice, or if `replace` is 0 and the voice exists. The existing file then stays unchanged. [one thread] */
SOLUS_API int solus_enrolment_save(solus_enrolment* enrolment, const char* voice, int replace);

/* The version of the library, "0.1.0". Owned by Solus, always valid. [any thread] */
SOLUS_API const char* solus_version(void);

#ifdef __cplusplus
}
#endif

#endif
