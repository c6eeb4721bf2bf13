/* The header in C99, with every warning an error. */
#include <solus/solus.h>

#include <string.h>

int tourInC(void);

int tourInC(void) {
    float left[64] = {0}, right[64] = {0}, value = 0.0f;
    float* out[2];
    const float* in[2];
    const solus_parameter* first = solus_parameter_at(0);
    solus_engine* solus = solus_create(NULL);
    solus_enrolment* enrolment;
    int wrong = 0;
    in[0] = out[0] = left;
    in[1] = out[1] = right;
    if (solus == NULL) return -1;
    wrong += solus_prepare(solus, 44100.0, 2) != SOLUS_OK;
    wrong += solus_set(solus, first->id, first->high) != SOLUS_OK;
    wrong += solus_get(solus, first->id, &value) != SOLUS_OK || value != first->high;
    wrong += solus_process(solus, in, out, 64) != SOLUS_OK;
    wrong += solus_latency(solus) <= 0;
    wrong += strcmp(solus_last_error(solus), "") != 0;
    wrong += strlen(solus_version()) < 5;
    solus_destroy(solus);

    enrolment = solus_enrolment_create(44100.0, 2);
    if (enrolment == NULL) return -1;
    wrong += solus_enrolment_push(enrolment, in, 64) != SOLUS_OK;
    wrong += solus_enrolment_seconds(enrolment) != 0.0;
    wrong += solus_enrolment_finish(enrolment) != SOLUS_FAILED; /* nobody spoke */
    wrong += strcmp(solus_enrolment_last_error(enrolment), "") == 0;
    solus_enrolment_destroy(enrolment);
    return wrong;
}
